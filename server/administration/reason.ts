import type { Request } from 'express'
import type { Clock } from '../base/clock.js'

declare module 'express-session' {
  interface SessionData {
    /** Why somebody of the Secretariat looks at names, and until when (milliseconds). */
    namesReason?: { reason: string; until: number }
  }
}

const minutes = 30

/** Opens names for this session; the reason is in the audit by then. */
export function openNames(req: Request, reason: string, clock: Clock): void {
  req.session.namesReason = { reason, until: clock.now().getTime() + minutes * 60_000 }
}

/** Ends that before its time. */
export function closeNames(req: Request): void {
  delete req.session.namesReason
}

/** The reason for which names are open in this session, and until when. */
export function namesReason(req: Request, clock: Clock): { reason: string; until: Date } | undefined {
  const given = req.session.namesReason
  return given && clock.now().getTime() < given.until ? { ...given, until: new Date(given.until) } : undefined
}

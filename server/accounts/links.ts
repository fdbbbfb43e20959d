import { after, days, hours, type Context } from './context.js'
import type { Access } from './access-store.js'
import { hashToken, newToken } from './secrets.js'
import type { AccessKind } from './model.js'

type LinkKind = Exclude<AccessKind, 'code'>

/** How long each kind of link is good. */
const lifetimes: Record<LinkKind, number> = {
  confirm: days(3),
  reset: hours(2),
  'new-email': days(1),
  invitation: days(21),
}

export type LinkData = Omit<Access, '_id' | 'kind' | 'createdAt' | 'expiresAt' | 'codeHash' | 'attemptsLeft'>

/** Makes a link's secret; only its hash is kept. @returns the secret, which is told once */
export async function makeLink({ access, clock }: Context, kind: LinkKind, data: LinkData): Promise<string> {
  const token = newToken()
  const createdAt = clock.now()
  await access.put({
    ...data,
    _id: hashToken(token),
    kind,
    createdAt,
    expiresAt: after(createdAt, lifetimes[kind]),
  })
  return token
}

/** What a link stands for; undefined where it never was, was used, or is over. */
export const findLink = ({ access, clock }: Context, token: string, kinds: LinkKind[]): Promise<Access | undefined> =>
  access.find(hashToken(token), kinds, clock.now())

/** The same, and the link is used up: of two who come with it at once, one gets it. */
export const takeLink = ({ access, clock }: Context, token: string, kinds: LinkKind[]): Promise<Access | undefined> =>
  access.take(hashToken(token), kinds, clock.now())

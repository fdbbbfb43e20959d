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
export const makeLink = async (context: Context, kind: LinkKind, data: LinkData): Promise<string> =>
  (await makeKnownLink(context, kind, data)).token

/** The same, for whoever must find it again: with the id under which it is kept, and until when it is good. */
export async function makeKnownLink({ access, clock }: Context, kind: LinkKind, data: LinkData) {
  const token = newToken()
  const id = hashToken(token)
  const createdAt = clock.now()
  const expiresAt = after(createdAt, lifetimes[kind])
  await access.put({
    ...data,
    _id: id,
    kind,
    createdAt,
    expiresAt,
  })
  return { token, id, expiresAt }
}

/** What a link stands for; undefined where it never was, was used, or is over. */
export const findLink = ({ access, clock }: Context, token: string, kinds: LinkKind[]): Promise<Access | undefined> =>
  access.find(hashToken(token), kinds, clock.now())

/** Does the work of a link, and makes it void (see `useUp`). */
export const useLink = <T>(
  context: Context,
  token: string,
  kinds: LinkKind[],
  work: (link: Access) => Promise<T | undefined>,
): Promise<T | undefined> => useUp(context, hashToken(token), kinds, work)

/**
 * Does the work of a link or code, and makes it void only then: whoever meets a crash in between comes with it again.
 * Of two who come at once, the second waits and finds it void.
 * @param work harmless when it is repeated; undefined: it could not be done, and the link stays
 */
export async function useUp<T>(
  { access, alone, clock }: Context,
  id: string,
  kinds: AccessKind[],
  work: (found: Access) => Promise<T | undefined>,
): Promise<T | undefined> {
  const find = () => access.find(id, kinds, clock.now())
  if (!(await find())) return undefined
  return alone(`access:${id}`, async () => {
    const found = await find()
    const done = found && (await work(found))
    if (done !== undefined) await access.remove(id)
    return done
  })
}

import { after, days, type Context } from './context.js'
import { searchWords } from './fold.js'
import type { StoredPerson } from './people-store.js'
import { waiting, type Registration } from './registration.js'

/**
 * Gives an account a password after its address was proved (by a link, a code or an invitation). The first time, the
 * place claimed at registration becomes the first affiliation. All sessions, links and codes of before end. Harmless
 * when it is repeated.
 * @param registration the one that is confirmed; by default the last one of the address
 * @returns false where there is no such person any more
 */
export async function openAccount(
  context: Context,
  person: StoredPerson,
  password: string,
  registration = waiting(person),
): Promise<boolean> {
  const { people, affiliations, passwords, access, clock, directory } = context
  const passwordHash = await passwords.hash(password)
  const first = person.emailConfirmed ? undefined : registration
  if (!(await people.keep(person._id, clock.now()))) return false
  // The claim first: repeated after a crash in between, it changes nothing.
  if (first) await affiliations.claim(person._id, { party: first.party, agency: first.agency })
  const opened = await people.update(person._id, {
    set: { ...(first ? confirmed(first) : {}), emailConfirmed: true, passwordHash },
    unset: ['registration'],
    endSessions: true,
  })
  await access.removeOf({ account: person._id })
  directory.forget(person._id)
  return opened
}

/** What is a person's own by confirming it. */
const confirmed = ({ name, email, language }: Registration) => ({
  ...{ name, email, language, searchWords: searchWords(name, email) },
})

/** How long a registration waits for its address to be confirmed. */
const unconfirmedFor = days(30)

/** Forgets links and codes that are over, and registrations that nobody confirmed in thirty days. */
export async function sweep({ people, access, clock }: Context): Promise<void> {
  const now = clock.now()
  const before = after(now, -unconfirmedFor)
  await access.sweep(now)
  for (const id of await people.neverConfirmed(before))
    // It may have been confirmed, or made again, since the list was read.
    if (await people.deleteUnconfirmed(id, before)) await access.removeOf({ account: id })
}

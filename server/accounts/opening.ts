import { after, days, type Context } from './context.js'
import type { StoredPerson } from './people-store.js'

/**
 * Gives an account a password after its address was proved (by a link, a code or an invitation). The first time, the
 * place claimed at registration becomes the first affiliation. All sessions, links and codes of before end.
 */
export async function openAccount(context: Context, person: StoredPerson, password: string): Promise<void> {
  const { people, affiliations, passwords, access, directory } = context
  const passwordHash = await passwords.hash(password)
  // The claim first: repeated after a crash in between, it changes nothing.
  if (person.registration) await affiliations.claim(person._id, person.registration)
  await people.update(person._id, {
    set: { emailConfirmed: true, passwordHash },
    unset: ['registration'],
    endSessions: true,
  })
  await access.removeOf({ account: person._id })
  directory.forget(person._id)
}

/** How long a registration waits for its address to be confirmed. */
const unconfirmedFor = days(30)

/** Forgets links and codes that are over, and registrations that nobody confirmed in thirty days. */
export async function sweep({ people, access, clock }: Context): Promise<void> {
  const now = clock.now()
  await access.sweep(now)
  for (const id of await people.neverConfirmed(after(now, -unconfirmedFor))) {
    await access.removeOf({ account: id })
    await people.delete(id)
  }
}

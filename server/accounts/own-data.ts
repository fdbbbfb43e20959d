import { notFound } from '../base/errors.js'
import type { Context } from './context.js'
import { isFoundBy } from './fold.js'
import { leavingAnAdministrator } from './roles.js'

/** What a module holds about an account, under a name of its own in the export. */
export interface Exporter {
  name: string
  collect(account: string): Promise<unknown>
}

/** Takes whatever names a person out of a module's documents. It may be called again after a crash. */
export type Eraser = (account: string) => Promise<void>

/** Everything that is known of a person, as plain JSON. */
export async function exportOwnData(
  { people, affiliations, clock }: Context,
  account: string,
  exporters: Exporter[],
): Promise<Record<string, unknown>> {
  const [person, history] = await Promise.all([people.find(account), affiliations.history(account)])
  if (!person) throw notFound()
  const { name, email, emailConfirmed, language, roles, trainerOf, focalPointOf, rejection, createdAt } = person
  const others = await Promise.all(
    exporters.map(async (exporter) => [exporter.name, await exporter.collect(account)] as const),
  )
  return {
    exportedAt: clock.now(),
    account,
    person: { name, email, emailConfirmed, language, roles, trainerOf, focalPointOf, rejection, createdAt },
    affiliations: history ? [...history.past, history.current] : [],
    ...Object.fromEntries(others),
  }
}

/**
 * Erases a person: what names them is deleted, their affiliations and statements stay under the opaque id. Begun by
 * one write, after which nobody signs in; finished by `finishErasures` if the server dies in between.
 * @returns false where the password is not theirs
 * @throws AppError 409 'last-administrator' where nobody would be left to administer the College
 */
export async function eraseSelf(
  context: Context,
  account: string,
  password: string,
  erasers: Eraser[],
): Promise<boolean> {
  const { people, passwords, audit } = context
  const person = await people.find(account)
  if (!(await passwords.matches(password, person?.passwordHash)) || !person) return false
  await leavingAnAdministrator(context, account, async () => {
    await audit.record({ by: account, action: 'erased', subject: account })
    await people.update(account, { set: { erasing: true }, endSessions: true })
    context.directory.forget(account)
  })
  await finish(context, account, erasers)
  return true
}

/** Finishes what a crash interrupted; what cannot be finished now is logged, and waits for the next time. */
export async function finishErasures(context: Context, erasers: Eraser[]): Promise<void> {
  for (const account of await context.people.erasing())
    try {
      await finish(context, account, erasers)
    } catch (error) {
      context.log.error({ err: error, account }, 'an erasure could not be finished')
    }
}

/** The last letter goes once: from where the person was deleted. */
async function finish(
  { people, access, audit, directory, letters }: Context,
  account: string,
  erasers: Eraser[],
): Promise<void> {
  const person = await people.find(account)
  for (const erase of erasers) await erase(account)
  if (person) await audit.forgetWords((query) => isFoundBy(person.searchWords, query))
  await access.removeOf({ account, ...(person ? { emailKey: person.emailKey } : {}) })
  const deleted = await people.delete(account)
  directory.forget(account)
  if (person && deleted) letters.send(person, 'erased')
}

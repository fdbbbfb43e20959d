import type { Request, Response } from 'express'
import type { GivenRole, Person } from '../accounts/index.js'
import { conflict, notFound } from '../base/errors.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

/** The holder of a role of the address. @throws AppError 404 for nobody's id; 409 'role-gone' where it is not held, or no longer */
export async function holderFor({ accounts }: PeoplePages, req: Request, role: GivenRole): Promise<Person> {
  const id = schemas.account.safeParse(req.params['id'])
  const person = id.success ? await accounts.person(id.data) : undefined
  if (!person) throw notFound()
  if (!person.roles.includes(role)) throw conflict('role-gone')
  return person
}

/** A trainer's courses, a focal point's Party: what a role is for, in words; empty for one that is for everything. */
export function belongingsOf(
  { accounts, courses }: PeoplePages,
  req: Request,
  role: GivenRole,
  person: Person,
): string[] {
  const { focalPointOf, trainerOf } = person
  if (role === 'focal-point') return focalPointOf ? [accounts.parties.name(focalPointOf, req.language)] : []
  if (role !== 'trainer') return []
  const titles = new Map(courses(req.language).map(({ id, title }) => [id, title]))
  return trainerOf.map((course) => titles.get(course) ?? course)
}

/**
 * Asks before a role is removed: whose, which, and what that means.
 * @param words the group of the locale `administration` that has the title, `remove` and `removes`
 * @param back the path of the list, without the language
 */
export function askRemoval(
  pages: PeoplePages,
  req: Request,
  res: Response,
  { person, role, words, back }: { person: Person; role: GivenRole; words: 'roles' | 'focalPoints'; back: string },
): void {
  res.page('administration/removal', {
    title: req.t(`administration:${words}.remove`),
    what: req.t(`administration:${words}.removes`),
    name: person.name,
    role,
    label: req.t(`accounts:role.${role}`),
    of: belongingsOf(pages, req, role, person),
    back: req.link(back),
    noindex: true,
  })
}

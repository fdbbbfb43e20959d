import type { Request } from 'express'
import { permissions, subjectOf, type Action, type Person, type Place } from '../accounts/index.js'
import { notFound } from '../base/errors.js'
import type { PeoplePages } from './context.js'
import { schemas } from './schema.js'

/**
 * The person of the address, if this may be done to them. A stranger's id and nobody's are answered alike.
 * @param shown the Party and agency that the form was about: what is done to them must be allowed, whatever the person
 *   entered meanwhile
 * @throws AppError 404
 */
export async function subjectFor(
  { accounts }: PeoplePages,
  req: Request,
  action: Action,
  shown?: Place,
): Promise<Person> {
  const id = schemas.account.safeParse(req.params['id'])
  const person = id.success ? await accounts.person(id.data) : undefined
  if (!person) throw notFound()
  const subject = subjectOf(person)
  const subjects = shown ? [subject, { ...subject, party: shown.party }] : [subject]
  if (!subjects.every((one) => permissions.may(req.person, action, one))) throw notFound()
  return person
}

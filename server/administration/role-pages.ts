import type { Request, Response } from 'express'
import {
  emailKey,
  permissions,
  signedIn,
  subjectOf,
  type GivenRole,
  type Grant,
  type Person,
} from '../accounts/index.js'
import { notFound, type Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { showCode } from './person-actions.js'
import { schemas } from './schema.js'

const shownRoles = ['administrator', 'secretariat', 'trainer', 'focal-point'] as const
const givenHere = ['trainer', 'secretariat', 'administrator'] as const

/** An administrator gives and takes roles. People are named by their whole address: there is no list to browse. */
export function rolePages(pages: PeoplePages) {
  const { accounts, courses } = pages
  const { roles, listing } = accounts

  async function show(req: Request, res: Response, shown: { values?: unknown; faults?: Fault[] } = {}) {
    const data = {
      title: req.t('administration:roles.title'),
      holders: await holdersOf(pages, req),
      roles: givenHere.map((role) => ({ value: role, label: req.t(`accounts:role.${role}`) })),
      courses: courses(req.language),
      mayGiveCodes: !accounts.canMail,
      noindex: true,
    }
    res.page('administration/roles', { ...data, ...shown }, { status: shown.faults ? 422 : 200 })
  }

  const known = (email: string): Promise<Person | undefined> => listing.byEmail(emailKey(email))
  const against = (code: string): Fault[] => [{ field: 'email', code }]
  const nobody = against('no-account')

  /** Why this person gets no role from whoever is signed in; undefined: they may get it. */
  function obstacle(req: Request, person: Person): Fault[] | undefined {
    if (!permissions.may(req.person, 'give-role', subjectOf(person))) return against('own-role')
    return person.emailConfirmed ? undefined : against('address-not-confirmed')
  }

  return {
    show: (req: Request, res: Response) => show(req, res),
    async give(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.grant, req.body)
      const person = data && (await known(data.email))
      const refused = person ? obstacle(req, person) : (faults ?? nobody)
      if (!person || refused) {
        await show(req, res, { values: req.body, faults: refused ?? nobody })
        return
      }
      await roles.giveRole(person.id, toGrant(data, courses(req.language)), signedIn(req).id)
      req.notice('administration:roles.given')
      res.redirect(303, req.link('/administration/roles'))
    },
    async take(req: Request, res: Response) {
      const id = schemas.account.safeParse(req.params['id'])
      if (!id.success) throw notFound()
      const { role } = parse(schemas.taking, req.body)
      await roles.takeRole(id.data, role, signedIn(req).id)
      req.notice('administration:roles.taken')
      res.redirect(303, req.link('/administration/roles'))
    },
    async handOutCode(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.email, req.body)
      const person = data && (await known(data.email))
      if (person) await showCode(pages, req, res, person)
      else await show(req, res, { faults: faults ?? nobody })
    },
  }
}

/** Who has which role, with a trainer's courses and a focal point's Party. */
async function holdersOf({ accounts, courses }: PeoplePages, req: Request) {
  const titles = new Map(courses(req.language).map(({ id, title }) => [id, title]))
  const partOf = (role: GivenRole, { focalPointOf, trainerOf }: Person): string[] => {
    if (role === 'trainer') return trainerOf.map((course) => titles.get(course) ?? course)
    return role === 'focal-point' && focalPointOf ? [accounts.parties.name(focalPointOf, req.language)] : []
  }
  return Promise.all(
    shownRoles.map(async (role) => {
      const people = await accounts.people(await accounts.roles.holdersOf(role))
      return {
        role,
        label: req.t(`accounts:role.${role}`),
        isBounded: role === 'trainer' || role === 'focal-point',
        people: [...people.values()].map((person) => ({
          ...{ id: person.id, name: person.name, email: person.email },
          of: partOf(role, person),
        })),
      }
    }),
  )
}

/** A trainer gets only courses that there are. */
function toGrant(
  { role, courses }: { role: (typeof givenHere)[number]; courses: string[] },
  all: { id: string }[],
): Grant {
  if (role !== 'trainer') return { role }
  return { role, courses: courses.filter((course) => all.some(({ id }) => id === course)) }
}

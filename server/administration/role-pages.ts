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
import type { Fault } from '../base/errors.js'
import { checkForm, parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { showCode } from './person-actions.js'
import { askRemoval, belongingsOf, holderFor } from './removal.js'
import { schemas } from './schema.js'

const list = '/administration/roles'
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
      req.notice('administration:roles.given', said(req, person, data.role))
      res.redirect(303, req.link(list))
    },
    async askRemoval(req: Request, res: Response) {
      const { role } = parse(schemas.taking, req.query)
      const person = await holderFor(pages, req, role)
      askRemoval(pages, req, res, { person, role, words: 'roles', back: list })
    },
    async take(req: Request, res: Response) {
      const { role } = parse(schemas.taking, req.body)
      const person = await holderFor(pages, req, role)
      await roles.takeRole(person.id, role, signedIn(req).id)
      req.notice('administration:roles.taken', said(req, person, role))
      res.redirect(303, req.link(list))
    },
    async handOutCode(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.code, req.body)
      const person = data && (await known(data.whom))
      const refused = faults ?? codeObstacle(req, person)
      if (person && !refused) await showCode(pages, req, res, person)
      else await show(req, res, { values: req.body, faults: refused ?? [] })
    },
  }
}

const said = (req: Request, { name }: Person, role: GivenRole) => ({ name, role: req.t(`accounts:role.${role}`) })

/** Why whoever is signed in hands this person no code; undefined: they may. */
function codeObstacle(req: Request, person: Person | undefined): Fault[] | undefined {
  if (!person) return [{ field: 'whom', code: 'no-account' }]
  return permissions.may(req.person, 'hand-out-code', subjectOf(person))
    ? undefined
    : [{ field: 'whom', code: 'own-code' }]
}

/** Who has which role, with a trainer's courses and a focal point's Party. */
async function holdersOf(pages: PeoplePages, req: Request) {
  const { roles, people } = pages.accounts
  return Promise.all(
    shownRoles.map(async (role) => {
      const holders = await people(await roles.holdersOf(role))
      return {
        role,
        label: req.t(`accounts:role.${role}`),
        isBounded: role === 'trainer' || role === 'focal-point',
        people: [...holders.values()].map((person) => ({
          ...{ id: person.id, name: person.name, email: person.email },
          of: belongingsOf(pages, req, role, person),
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

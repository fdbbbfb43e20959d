import type { Request, Response } from 'express'
import type { Fault } from '../../base/errors.js'
import { checkForm } from '../../base/http/index.js'
import { languageChoices } from '../choices.js'
import { signedIn } from '../guards.js'
import { outsideParties, type Person } from '../types.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

const standingOf = ({ affiliation: { rejectedAt, status } }: Person, ended = false) =>
  rejectedAt ? (ended ? 'ended' : 'rejected') : status

/** What a person sees of their own record, and changes at once. */
export function profilePages({ accounts, schemas }: PagesContext) {
  const { profile, parties } = accounts

  async function show(req: Request, res: Response, shown: Shown = {}) {
    const person = signedIn(req)
    const { party } = person.affiliation
    const [history, rejection, offices] = await Promise.all([
      accounts.affiliations.history(person.id),
      profile.rejectionOf(person.id),
      accounts.roles.focalPointsAt(party),
    ])
    const named = (party: string, agency: string) => ({
      party: parties.name(party, req.language),
      agency: req.t(`accounts:agency.${agency}`),
    })
    const data = {
      title: req.t('accounts:profile.title'),
      person,
      place: named(person.affiliation.party, person.affiliation.agency),
      isOutside: outsideParties.some((outside) => outside === party),
      standing: standingOf(person, rejection?.ended),
      offices: offices.map((agency) => req.t(`accounts:agency.${agency}`)),
      rejection: person.affiliation.rejectedAt ? rejection : undefined,
      past: history?.past.map((entry) => ({ ...entry, ...named(entry.party, entry.agency) })).toReversed(),
      roles: person.roles.filter((role) => role !== 'learner').map((role) => req.t(`accounts:role.${role}`)),
      languages: languageChoices(req),
      canMail: accounts.canMail,
      values: { name: person.name, language: person.language },
      noindex: true,
    }
    res.page('accounts/profile', { ...data, ...shown }, statusOf(shown))
  }

  /** A name from before need not be printable: only a new one must be. */
  const unprintable = (name: string, present: string): Fault[] =>
    name === present ? [] : (checkForm(schemas.newName, { name }).faults ?? [])

  return {
    show: (req: Request, res: Response) => show(req, res),
    async save(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.profile, req.body)
      const person = signedIn(req)
      const all = faults ?? unprintable(data.name, person.name)
      if (!data || all.length > 0) {
        await show(req, res, { values: entered(req), faults: all })
        return
      }
      await profile.changeProfile(person, data)
      req.notice('accounts:profile.saved')
      res.redirect(303, `/${data.language}/profile`)
    },
  }
}

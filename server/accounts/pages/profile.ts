import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { languageChoices } from '../choices.js'
import { signedIn } from '../guards.js'
import type { Person } from '../types.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

const standingOf = ({ affiliation: { rejectedAt, status } }: Person, ended = false) =>
  rejectedAt ? (ended ? 'ended' : 'rejected') : status

/** What a person sees of their own record, and changes at once. */
export function profilePages({ accounts, schemas }: PagesContext) {
  const { profile, parties } = accounts

  async function show(req: Request, res: Response, shown: Shown = {}) {
    const person = signedIn(req)
    const [history, rejection] = await Promise.all([
      accounts.affiliations.history(person.id),
      profile.rejectionOf(person.id),
    ])
    const named = (party: string, agency: string) => ({
      party: parties.name(party, req.language),
      agency: req.t(`accounts:agency.${agency}`),
    })
    const data = {
      title: req.t('accounts:profile.title'),
      person,
      place: named(person.affiliation.party, person.affiliation.agency),
      standing: standingOf(person, rejection?.ended),
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

  return {
    show: (req: Request, res: Response) => show(req, res),
    async save(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.profile, req.body)
      if (faults) {
        await show(req, res, { values: entered(req), faults })
        return
      }
      await profile.changeProfile(signedIn(req), data)
      req.notice('accounts:profile.saved')
      res.redirect(303, `/${data.language}/profile`)
    },
  }
}

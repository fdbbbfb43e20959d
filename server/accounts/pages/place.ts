import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { agencyChoices, partyChoices } from '../choices.js'
import { signedIn } from '../guards.js'
import type { PagesContext } from './context.js'
import { entered, statusOf, type Shown } from './forms.js'

/** A change of Party or agency: a new claim. */
export function placePages({ accounts, schemas }: PagesContext) {
  const { profile, parties } = accounts

  function show(req: Request, res: Response, shown: Shown = {}) {
    const person = signedIn(req)
    const { party, agency } = person.affiliation
    const data = {
      title: req.t('accounts:place.title'),
      parties: partyChoices(req, parties),
      agencies: agencyChoices(req),
      confirmed: person.affiliation.status === 'confirmed',
      focalPointOf: person.focalPointOf && parties.name(person.focalPointOf, req.language),
      noindex: true,
    }
    res.page('accounts/place', { ...data, values: { party, agency }, ...shown }, statusOf(shown))
  }

  return {
    form: (req: Request, res: Response) => {
      show(req, res)
    },
    async save(req: Request, res: Response) {
      const { data, faults } = checkForm(schemas.place, req.body)
      if (faults) {
        show(req, res, { values: entered(req), faults })
        return
      }
      await profile.changePlace(signedIn(req), data)
      req.notice('accounts:place.saved')
      res.redirect(303, req.link('/profile'))
    },
  }
}

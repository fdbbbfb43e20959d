import type { Request, Response } from 'express'
import { checkForm } from '../../base/http/index.js'
import { languageChoices } from '../choices.js'
import { emailKey } from '../fold.js'
import { signedIn } from '../guards.js'
import type { PagesContext } from './context.js'
import { entered, guessable, linkOver, statusOf, tokenOf, type Shown } from './forms.js'

type Offer = NonNullable<Awaited<ReturnType<PagesContext['accounts']['invitations']['findOffer']>>>

/** An invitation as the invited person sees it. */
export function invitationPages({ accounts, schemas, home }: PagesContext) {
  const { invitations, parties, signIn } = accounts

  function show(req: Request, res: Response, offer: Offer, shown: Shown = {}) {
    const here = req.link(`/invitation/${tokenOf(req)}`)
    const data = {
      title: req.t('accounts:invitation.title'),
      ...offer,
      party: parties.name(offer.party, req.language),
      agency: req.t(`accounts:agency.${offer.agency}`),
      as: req.t(`accounts:role.${offer.how}`),
      mustSignIn: offer.hasAccount && !req.person,
      person: req.person,
      isTheirs: req.person && emailKey(req.person.email) === emailKey(offer.email),
      here,
      signIn: req.link(`/sign-in?next=${encodeURIComponent(here)}`),
      languages: languageChoices(req),
      noindex: true,
    }
    res.page('accounts/invitation', { ...data, values: { language: req.language }, ...shown }, statusOf(shown))
  }

  return {
    async offer(req: Request, res: Response) {
      const offer = await invitations.findOffer(tokenOf(req))
      if (offer) show(req, res, offer)
      else linkOver(req, res)
    },
    /** For somebody who is signed in. */
    async accept(req: Request, res: Response) {
      const token = tokenOf(req)
      if (!(await invitations.acceptSignedIn(token, signedIn(req).id))) {
        linkOver(req, res)
        return
      }
      req.notice('accounts:invitation.accepted')
      res.redirect(303, req.link('/profile'))
    },
    /** For somebody who is new. */
    async join(req: Request, res: Response) {
      const token = tokenOf(req)
      const offer = await invitations.findOffer(token)
      if (!offer) {
        linkOver(req, res)
        return
      }
      const { data, faults } = checkForm(schemas.acceptance, req.body)
      const all = faults ?? guessable(data.password, [data.name, offer.email])
      if (!data || all.length > 0) {
        show(req, res, offer, { values: entered(req), faults: all })
        return
      }
      const account = await invitations.acceptAsNew(token, data)
      if (!account) {
        linkOver(req, res)
        return
      }
      await signIn.begin(req, account)
      req.notice('accounts:invitation.accepted')
      res.redirect(303, req.link(home(signedIn(req))))
    },
  }
}

import type { Request, Response } from 'express'
import { signedIn } from '../accounts/index.js'
import { forbidden } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { PeoplePages } from './context.js'
import { partyListing } from './listing.js'
import { schemas } from './schema.js'

/** What a focal point sees of the own Party's people. */
export function myPartyPage(pages: PeoplePages) {
  return async (req: Request, res: Response) => {
    const party = signedIn(req).focalPointOf
    if (!party) throw forbidden()
    const { show, page } = parse(schemas.list, req.query)
    res.page('administration/my-party', {
      title: req.t('administration:myParty.title', { party: pages.accounts.parties.name(party, req.language) }),
      listing: await partyListing(pages, req, { party, show, page, address: '/my-party', reason: false }),
      noindex: true,
    })
  }
}

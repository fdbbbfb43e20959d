import { Router } from 'express'
import { allow, requirePerson } from '../accounts/index.js'
import { auditPage } from './audit-page.js'
import type { PeoplePages } from './context.js'
import { focalPointPages } from './focal-point-pages.js'
import { invitationPages } from './invitation-pages.js'
import { myPartyPage } from './my-party-page.js'
import { peoplePages } from './people-pages.js'
import { personActions } from './person-actions.js'
import { refusalPages } from './refusal-pages.js'
import { rolePages } from './role-pages.js'

/**
 * The pages about people for those with a role: mounted under each language. Where a form has an address of its own, its
 * page answers there, too: a reader whose form came back with faults may switch the language.
 */
export function peopleRoutes(pages: PeoplePages): Router {
  const people = peoplePages(pages)
  const actions = personActions(pages)
  const refusals = refusalPages(pages)
  const invitations = invitationPages(pages)
  const focalPoints = focalPointPages(pages)
  const roles = rolePages(pages)
  const router = Router()

  router.get('/my-party', allow('confirm-affiliation'), myPartyPage(pages))
  router.get('/invitations/new', allow('invite'), invitations.form)
  router.post('/invitations/new', allow('invite'), invitations.send)
  router.post('/invitations/:id/again', allow('invite'), invitations.again)
  router.post('/invitations/:id/cancel', allow('invite'), invitations.cancel)
  router.post('/people/:id/confirm', requirePerson, actions.confirm)
  router.get('/people/:id/reject', requirePerson, refusals.form('reject'))
  router.post('/people/:id/reject', requirePerson, refusals.send('reject'))
  router.get('/people/:id/end', requirePerson, refusals.form('end'))
  router.post('/people/:id/end', requirePerson, refusals.send('end'))
  router.post('/people/:id/take-back', requirePerson, refusals.takeBack)
  router.post('/people/:id/code', requirePerson, actions.handOutCode)

  router.get(['/administration/people', '/administration/people/reason'], allow('look-up-people'), people.show)
  router.post('/administration/people/reason', allow('look-up-people'), people.giveReason)
  router.post('/administration/people/hide', allow('look-up-people'), people.hide)
  router.get('/administration/focal-points', allow('appoint-focal-point'), focalPoints.show)
  router.post('/administration/focal-points', allow('appoint-focal-point'), focalPoints.appoint)
  router.get('/administration/focal-points/:id/withdraw', allow('appoint-focal-point'), focalPoints.askWithdrawal)
  router.post('/administration/focal-points/:id/withdraw', allow('appoint-focal-point'), focalPoints.withdraw)

  router.get(['/administration/roles', '/administration/codes'], allow('give-role'), roles.show)
  router.post('/administration/roles', allow('give-role'), roles.give)
  router.get('/administration/roles/:id/take', allow('give-role'), roles.askRemoval)
  router.post('/administration/roles/:id/take', allow('give-role'), roles.take)
  router.post('/administration/codes', allow('give-role'), roles.handOutCode)
  router.get('/administration/audit', allow('see-audit'), auditPage(pages))
  return router
}

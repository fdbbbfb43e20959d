export { createAccounts, type Accounts, type AccountsOptions } from './accounts.js'
export type { Entry, History, Place } from './affiliation.js'
export type { PlaceCount } from './affiliations-store.js'
export type { Invitation, OpenInvitation } from './invitations.js'
export { agencyChoices, languageChoices, partyChoices, type Choice } from './choices.js'
export { emailKey, fold } from './fold.js'
export { asSeenOn, groups, type Group, type Membership } from './groups.js'
export { allow, requirePerson, signedIn } from './guards.js'
export { peoplePerPage, standings, type PartyPeople, type Standing } from './listing.js'
export type { Eraser, Exporter } from './own-data.js'
export { readParties, regions, type Parties, type Party, type Region } from './parties.js'
export {
  actions,
  permissions,
  subjectOf,
  type Action,
  type Permissions,
  type Scope,
  type Subject,
} from './permissions.js'
export { createSchemas, emailField } from './schema.js'
export type { Registration } from './registration.js'
export { accountsRoutes, type AccountsRoutesOptions } from './routes.js'
export { givenRoles, type GivenRole, type Grant } from './grants.js'
export { safePath } from './safe-path.js'
export { worksFor } from './vouching.js'
export {
  agencies,
  outsideParties,
  roles,
  type Affiliation,
  type AffiliationStatus,
  type Agency,
  type PartyCode,
  type Person,
  type Role,
} from './types.js'

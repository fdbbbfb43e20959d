import { addressOf, of, type Character } from './characters.js'

/** Everybody's password. It is printed: the demo answers to its own machine only. */
export const password = 'green pangolin 73'

/** Somebody whom a visitor may sign in as, and what to do then. */
export interface SignIn extends Character {
  who: string
  hint: string
}

/** Has been there since before the first official, and vouches for those who have no focal point. */
export const secretariat: SignIn = {
  ...{ name: 'Ingrid Solheim', email: 'ingrid@example.org', ...of('secretariat', 'other', 'en'), registered: 1160 },
  grant: { role: 'secretariat' },
  who: 'Secretariat',
  hint: 'see Kenya counted in 3.2.1 when Grace has it',
}

/** Nobody in Kenya holds a certificate: whoever earns the first one sees the figure move. */
const kenya: SignIn[] = [
  {
    ...{ name: 'Grace Achieng', email: 'grace@example.org', ...of('KE', 'customs', 'en'), registered: 6 },
    who: 'customs officer, Kenya',
    hint: 'take the permits course, earn the certificate',
  },
  {
    ...{ name: 'Joseph Mwangi', email: 'joseph@example.org', ...of('KE', 'police', 'en'), claimed: true },
    ...{ enrolled: 8, pace: 2, modules: 2 },
    who: 'police officer, Kenya',
    hint: 'go on with module 3; he is not confirmed yet',
  },
  {
    ...{ name: 'Daniel Kiptoo', email: 'daniel@example.org', ...of('KE', 'management-authority', 'en') },
    ...{ registered: 430, grant: { role: 'focal-point', party: 'KE' } },
    who: 'focal point, Kenya',
    hint: "confirm Joseph's claim, invite a colleague",
  },
]

const others: SignIn[] = [
  {
    ...{ name: 'Fatou Ndiaye', email: 'fatou@example.org', ...of('SN', 'customs', 'fr') },
    ...{ enrolled: 20, examination: [] },
    who: 'customs, Senegal (French)',
    hint: 'take the examination: it is open to her',
  },
  {
    ...{ name: 'Lucía Huamán', email: 'lucia@example.org', ...of('PE', 'forest-wildlife', 'es'), enrolled: 64 },
    who: 'forestry, Peru (Spanish)',
    hint: 'download her certificate, follow its QR code',
  },
  {
    ...{ name: 'Marcela Rojas', email: 'marcela@example.org', ...of('CR', 'scientific-authority', 'es') },
    ...{ registered: 426, grant: { role: 'trainer', courses: ['permits'] } },
    who: 'trainer, Costa Rica',
    hint: 'read the course as its trainer',
  },
  {
    ...{ name: 'Peter Novak', email: 'peter@example.org', ...of('secretariat', 'other', 'en'), registered: 1150 },
    grant: { role: 'administrator' },
    who: 'administrator',
    hint: 'give a role, look into the audit',
  },
]

/** In the order in which a newcomer meets them. */
export const signIns: SignIn[] = [...kenya, secretariat, ...others]

/** Focal points of other Parties, who vouch for their colleagues. */
export const focalPoints: Character[] = [
  { name: 'Moussa Diop', ...of('SN', 'management-authority', 'fr'), enrolled: 424 },
  { name: 'Anong Srisai', ...of('TH', 'management-authority', 'en'), enrolled: 415 },
  { name: 'Rosa Chávez', ...of('PE', 'management-authority', 'es'), enrolled: 418, modules: 2 },
].map((one) => ({ ...one, email: addressOf(one.name), grant: { role: 'focal-point', party: one.party } }))

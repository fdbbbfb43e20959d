import type { Certificate, Term } from '../../server/certificates/index.js'

const words = {
  en: {
    title: 'CITES permits and certificates',
    issuer: 'CITES Virtual College',
    endorsement: 'It grants no official power and implies no endorsement by the CITES Secretariat.',
  },
  fr: {
    title: 'Permis et certificats CITES',
    issuer: 'Collège virtuel CITES',
    endorsement: 'Il ne confère aucun pouvoir officiel et n’implique aucune approbation du Secrétariat CITES.',
  },
  es: {
    title: 'Permisos y certificados CITES',
    issuer: 'Colegio Virtual CITES',
    endorsement: 'No otorga ninguna facultad oficial ni implica el respaldo de la Secretaría CITES.',
  },
}

export const code = 'CVC-7KQ2-M9XD-04TW-RB5H'
export const address = `https://college.test/verify/${code}`

export const termOf = (over: Partial<Term> = {}): Term => ({
  attempt: 'attempt-1',
  registration: '7d0a5f0e-1111-4222-8333-444455556666',
  issuedAt: new Date('2026-05-03T10:00:00Z'),
  validUntil: new Date('2029-05-03T10:00:00Z'),
  percent: 87,
  language: 'en',
  name: 'Wanjirũ Achieng Otieno',
  latinName: undefined,
  affiliation: { party: 'CI', agency: 'customs', status: 'confirmed' },
  partyNames: { en: 'Côte d’Ivoire', fr: 'Côte d’Ivoire', es: 'Côte d’Ivoire' },
  ...over,
})

/** A certificate of the permits course with one term. */
export const certificateOf = (over: Partial<Term> = {}, earlier: Term[] = []): Certificate => ({
  code,
  account: 'an-account',
  course: {
    id: 'permits',
    version: '2026.1',
    areas: ['permits'],
    hours: 12,
    validMonths: 36,
    renewalWindowMonths: 6,
    words,
  },
  terms: [...earlier, termOf(over)],
  revocation: undefined,
  scorePublic: false,
  nameErasedAt: undefined,
})

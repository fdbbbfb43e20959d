import { languages, type Localized } from '../base/languages.js'
import { conflict } from '../base/errors.js'
import type { Person } from '../accounts/index.js'
import type { ExaminationPass } from '../learning/index.js'
import { newCode } from './code.js'
import { drain, type Engine } from './engine.js'
import { addMonths } from './months.js'
import { earned } from './statements.js'
import { isRenewable } from './terms.js'
import type { Certificate, CertifiedCourse, CourseWords, Term } from './types.js'

/** So often a step is tried again when another request for the same person came in between. */
const tries = 20

/**
 * Issues the certificate of a passed examination, or renews the one that is there. The same pass gives the same
 * certificate however often, and at the same time, it is handed in. A pass that renews nothing (the certificate is
 * valid for long, or revoked) leaves it as it is.
 * @returns undefined where the person was erased in the meantime: there is nobody to certify
 */
export async function issue(engine: Engine, pass: ExaminationPass): Promise<Certificate | undefined> {
  for (let tried = 0; tried < tries; tried++) {
    const person = await personOrErase(engine, pass.account)
    if (!person) return undefined
    const known = await engine.store.byKey(pass)
    const issued = known ? await renew(engine, known, pass, person) : await first(engine, pass, person)
    if (!issued) continue
    await drain(engine, issued.code)
    return (await personOrErase(engine, pass.account)) ? issued : engine.store.byCode(issued.code)
  }
  throw conflict('certificate-busy')
}

/**
 * The person of an account. Where there is none, an erasure that ran beside may have missed what was written just now,
 * or before a crash: it is done again.
 */
async function personOrErase({ accounts, store, clock }: Engine, account: string): Promise<Person | undefined> {
  const person = await accounts.person(account)
  if (!person) await store.eraseNames(account, clock.now())
  return person
}

async function first(engine: Engine, pass: ExaminationPass, person: Person): Promise<Certificate | undefined> {
  const course = await copyOf(engine, pass)
  const certificate: Certificate = {
    code: newCode(),
    account: pass.account,
    course,
    terms: [await termOf(engine, course, pass, person)],
    revocation: undefined,
    scorePublic: false,
    nameErasedAt: undefined,
  }
  const inserted = await engine.store.insert(certificate, [earned(engine.vocabulary, certificate)])
  return inserted ? certificate : undefined
}

async function renew(engine: Engine, known: Certificate, pass: ExaminationPass, person: Person) {
  const wasThis = known.terms.some(({ attempt }) => attempt === pass.attempt)
  if (wasThis || !isRenewable(known, pass.passedAt)) return known
  const term = await termOf(engine, known.course, pass, person)
  const renewed: Certificate = { ...known, terms: [...known.terms, term] }
  const added = await engine.store.addTerm(known, term, [earned(engine.vocabulary, renewed)])
  return added ? renewed : undefined
}

async function termOf(
  { accounts }: Engine,
  { validMonths }: CertifiedCourse,
  { account, attempt, registration, passedAt, percent, language }: ExaminationPass,
  { name, affiliation: now }: Person,
): Promise<Term> {
  const { party, agency, status } = (await accounts.affiliationOf(account, passedAt)) ?? now
  const names = languages.map((one) => [one, accounts.parties.name(party, one)])
  return {
    attempt,
    registration,
    issuedAt: passedAt,
    validUntil: validMonths === undefined ? undefined : addMonths(passedAt, validMonths),
    percent,
    language,
    name,
    latinName: undefined,
    affiliation: { party, agency, status },
    partyNames: Object.fromEntries(names) as Localized,
  }
}

/** @throws Error where the version is unknown: versions are kept, also of withdrawn courses */
async function copyOf({ courses }: Engine, pass: ExaminationPass): Promise<CertifiedCourse> {
  const course = await courses.version(pass.course, pass.version)
  if (!course) throw new Error(`there is no version ${pass.version} of the course ${pass.course}`)
  const { id, version, areas, hours, certificate } = course
  const words = course.languages.map((language): [string, CourseWords] => {
    const { title, issuer, endorsement } = courses.text(course, language)
    return [language, { title, issuer, endorsement }]
  })
  return { id, version, areas, hours, ...certificate, words: Object.fromEntries(words) }
}

import { conflict, notFound } from '../base/errors.js'
import type { Language } from '../base/languages.js'
import type { Engine } from './engine.js'
import { present, printedName } from './terms.js'
import type { Certificate } from './types.js'

/** The public address: language-neutral, since the paper travels. */
export const addressOf = (baseUrl: string, code: string): string => `${baseUrl}/verify/${code}`

/**
 * The certificate as a PDF file, for its holder.
 * @throws AppError 404 'no-such-certificate' (also for somebody else's), 409 'certificate-revoked', 409
 * 'certificate-name-script' where no font shows the name
 */
export async function download(engine: Engine, code: string, account: string, language: Language): Promise<Buffer> {
  const certificate = await own(engine, code, account)
  if (certificate.revocation) throw conflict('certificate-revoked')
  if (!isPrintable(engine, certificate)) throw conflict('certificate-name-script')
  return engine.paper.draw(certificate, { language, address: addressOf(engine.baseUrl, code), t: engine.t[language] })
}

/** Whether the fonts can show the name that would be printed. */
export const isPrintable = ({ paper }: Engine, certificate: Certificate): boolean =>
  paper.canShow(printedName(present(certificate)))

/**
 * Takes the present name of the holder's profile as the one that is printed, once, where the certified name cannot be
 * printed. The public page then shows both.
 * @throws AppError 404 'no-such-certificate', 409 'certificate-name-script' where it is in no Latin letters, or not needed
 */
export async function takeLatinName(engine: Engine, code: string, account: string): Promise<void> {
  const certificate = await own(engine, code, account)
  if (isPrintable(engine, certificate)) return
  const name = await offeredName(engine, certificate)
  if (name === undefined) throw conflict('certificate-name-script')
  await engine.store.setLatinName(code, present(certificate).attempt, name)
}

/** The holder's name in the profile, where it could stand in for one that cannot be printed. */
export async function offeredName(engine: Engine, certificate: Certificate): Promise<string | undefined> {
  const person = await engine.accounts.person(certificate.account)
  return person && isLatin(person.name) && engine.paper.canShow(person.name) ? person.name : undefined
}

const isLatin = (name: string): boolean =>
  /\p{Script=Latin}/u.test(name) && !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name)

async function own({ store }: Engine, code: string, account: string): Promise<Certificate> {
  const certificate = await store.byCode(code)
  if (certificate?.account !== account || certificate.nameErasedAt) throw notFound('no-such-certificate')
  return certificate
}

import { conflict, notFound } from '../base/errors.js'
import { after, days, type Context } from './context.js'
import { emailKey } from './fold.js'
import { openAccount } from './opening.js'
import { newCode, readCode } from './secrets.js'

/** After so many wrong tries a code is void, whoever made them. */
const attempts = 5
const goodFor = days(3)

const codeId = (account: string) => `code:${account}`

/**
 * Makes a one-time code for somebody who cannot be reached by mail. A new one takes the place of the last.
 * @param by the account that hands it out, for the audit
 * @returns the code, which is told once, and until when it is good
 * @throws AppError 409 'mail-works' where mail can be sent: then nobody needs to know another's way in
 */
export async function handOutCode(
  context: Context,
  account: string,
  by: string,
): Promise<{ code: string; expiresAt: Date }> {
  const { access, audit, clock, letters, passwords, people } = context
  if (letters.canSend) throw conflict('mail-works')
  if (!(await people.find(account))) throw notFound()
  const code = newCode()
  const createdAt = clock.now()
  const expiresAt = after(createdAt, goodFor)
  await audit.record({ by, action: 'code-handed-out', subject: account })
  await access.put({
    _id: codeId(account),
    kind: 'code',
    account,
    codeHash: await passwords.hash(readCode(code)),
    attemptsLeft: attempts,
    createdAt,
    expiresAt,
  })
  return { code, expiresAt }
}

/**
 * Opens an account by its address and code, and sets its password.
 * @returns the account; undefined for whatever is wrong, in about the same time
 */
export async function useCode(
  context: Context,
  { email, code, password }: { email: string; code: string; password: string },
): Promise<string | undefined> {
  const { access, clock, people, passwords } = context
  const person = await people.findByEmail(emailKey(email))
  const given = await access.attempt(codeId(person?._id ?? 'nobody'), clock.now())
  const right = await passwords.matches(readCode(code), given?.codeHash)
  if (!right || !person || person.erasing) return undefined
  // Of two who come with the code at once, one gets it.
  if (!(await access.take(codeId(person._id), ['code'], clock.now()))) return undefined
  await openAccount(context, person, password)
  return person._id
}

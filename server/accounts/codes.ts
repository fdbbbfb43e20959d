import { conflict, notFound } from '../base/errors.js'
import { after, days, type Context } from './context.js'
import { emailKey } from './fold.js'
import { useUp } from './links.js'
import { openAccount } from './opening.js'
import { kept, keptIn, waiting } from './registration.js'
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
  const person = await people.find(account)
  if (!person) throw notFound()
  // Of an account that is open already, it confirms nothing but the way in.
  const registration = waiting(person)
  const code = newCode()
  const createdAt = clock.now()
  const expiresAt = after(createdAt, goodFor)
  await audit.record({ by, action: 'code-handed-out', subject: account })
  await access.put({
    _id: codeId(account),
    kind: 'code',
    account,
    ...(registration ? kept(registration) : {}),
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
  if (!right || !given || !person || person.erasing) return undefined
  return useUp(context, given._id, ['code'], async (found) => {
    // A newer one was handed out meanwhile.
    if (found.codeHash !== given.codeHash) return undefined
    return (await openAccount(context, person, password, keptIn(found))) ? person._id : undefined
  })
}

import { z } from 'zod'
import { languageSchema } from '../base/languages.js'
import type { Parties } from './parties.js'
import { passwordLength } from './password-rule.js'
import { agencies } from './types.js'

/** A choice of a list: nothing chosen, and something that is not in it, are different faults. */
const oneOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.enum(values, { error: ({ input }) => (input === undefined || input === '' ? 'required' : 'not-a-choice') })

/** What is missing has that one fault, and no other. */
const text = (maximum: number) => z.string().trim().min(1, { abort: true }).max(maximum)

/** A name in any script. */
const name = text(120)
  .normalize('NFC')
  .regex(/^[^\p{Cc}]*$/u, { error: 'invalid', abort: true })
  .regex(/\p{L}/u, 'not-a-name')

export const emailField = text(254).pipe(z.email('not-an-email'))

const newPassword = z.string().min(passwordLength.minimum).max(passwordLength.maximum)
/** What is compared, not kept. */
const presentPassword = z.string().min(1).max(1000)

const agency = oneOf(agencies)
const language = languageSchema

/** Twice, because nobody sees what they type. */
const chosenPassword = { password: newPassword, passwordAgain: z.string() }
const typedTheSame = (form: { password: string; passwordAgain: string }) => form.password === form.passwordAgain
const otherwise = { path: ['passwordAgain'], error: 'not-the-same' }

/**
 * The shapes of this module's forms.
 * @param isPrintable whether a certificate can show a name: who enters one learns it then, and not after the examination
 */
export function createSchemas(parties: Parties, isPrintable: (name: string) => boolean = () => true) {
  const newName = name.refine(isPrintable, 'not-printable')
  const party = z.string().min(1, { abort: true }).refine(parties.isKnown, 'not-a-choice')
  return {
    registration: z.object({ name: newName, email: emailField, party, agency, language }),
    signIn: z.object({ email: text(254), password: presentPassword, next: z.string().optional() }),
    email: z.object({ email: emailField }),
    choosePassword: z.object(chosenPassword).refine(typedTheSame, otherwise),
    code: z.object({ email: emailField, code: text(40), ...chosenPassword }).refine(typedTheSame, otherwise),
    acceptance: z.object({ name: newName, language, ...chosenPassword }).refine(typedTheSame, otherwise),
    invitation: z.object({ email: emailField, party, agency, language }),
    profile: z.object({ name, language }),
    newName: z.object({ name: newName }),
    place: z.object({ party, agency }),
    changePassword: z.object({ present: presentPassword, ...chosenPassword }).refine(typedTheSame, otherwise),
    newEmail: z.object({ email: emailField, present: presentPassword }),
    erasure: z.object({ present: presentPassword }),
  }
}

export type Schemas = ReturnType<typeof createSchemas>

/** The secret in a link. */
export const tokenSchema = z.string().regex(/^[\w-]{43}$/)

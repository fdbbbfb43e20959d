import { fold } from './fold.js'

export const passwordLength = { minimum: 12, maximum: 200 } as const

/** What people begin with who are asked for a long password, in our three languages. */
const common =
  /pass(word|wort|e)?|motdepasse|contrasena|qwerty(uiop)?|azerty(uiop)?|welcome|bienvenu[eo]?|letmein|iloveyou|admin(istrator)?|cites|college/g

/**
 * Whether a password of the right length is still easily guessed: little is left without common words, rows of digits
 * and what everybody knows of the person (NIST SP 800-63B, 5.1.1.2).
 * @param known the person's name and address
 */
export function isEasilyGuessed(password: string, known: string[]): boolean {
  const parts = known.flatMap((text) => fold(text).split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length > 2)
  const rest = parts.reduce((text, part) => text.replaceAll(part, ''), fold(password)).replace(common, '')
  const unusual = rest.replace(/\d{3,}/g, '')
  return new Set(unusual).size < 5
}

import { randomBytes } from 'node:crypto'
import { v4, v5 } from 'uuid'

/** A random UUID (v4): an opaque id that says nothing about what it names. */
export const randomId = (): string => v4()

/**
 * A UUID (v5) that is the same whenever it is made of the same parts. Parts are joined by a character that no part
 * holds, so that ('ab','c') and ('a','bc') differ.
 * @param iriBase the installation's `IRI_BASE`, so that two installations never share an id
 */
export const repeatableId = (iriBase: string, ...parts: (string | number)[]): string =>
  v5([iriBase, ...parts].join('\u0000'), v5.URL)

/** Letters that are not mistaken for one another when read from paper or over the telephone (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A random code of `length` characters, five bits each, for people to type. */
export const readableCode = (length: number): string =>
  Array.from(randomBytes(length), (byte) => alphabet[byte % 32]).join('')

import { readableCode } from '../base/ids.js'

const prefix = 'CVC'
const letters = 16

/** 16 letters of five bits, without the prefix: 80 bits, so that no address can be guessed. */
const shape = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${letters}}$`)

const grouped = (text: string): string => [prefix, ...(text.match(/.{4}/g) ?? [])].join('-')

/** A new random code: CVC-XXXX-XXXX-XXXX-XXXX. */
export const newCode = (): string => grouped(readableCode(letters))

/**
 * Reads a code as people type it: in any case, with or without prefix, hyphens or spaces, with O for 0, I or L for 1,
 * and in the wide letters of East Asian keyboards.
 * @returns the code as it is kept; undefined where no code can be meant
 */
export function readCode(typed: string): string | undefined {
  const plain = typed
    .slice(0, 100)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212_.:\u200B-\u200F]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const body = plain.length === prefix.length + letters && plain.startsWith(prefix) ? plain.slice(prefix.length) : plain
  return shape.test(body) ? grouped(body) : undefined
}

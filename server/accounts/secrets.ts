import { createHash, randomBytes } from 'node:crypto'
import { readableCode } from '../base/ids.js'

/** A secret for a link: 256 random bits, so that a plain hash of it gives nothing away. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** A one-time code for people to read out and type: 60 bits, in three groups. */
export const newCode = (): string => (readableCode(12).match(/.{4}/g) ?? []).join('-')

/** A code as it was meant: case, dashes and spaces do not matter, and neither do the letters taken for digits. */
export const readCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')

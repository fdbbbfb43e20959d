import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Keeps a secret so that it can be used again: AES-256-GCM under a key made of a setting. */
export interface Seal {
  /** @param about what the secret belongs to: opened for anything else, it does not open */
  close(secret: string, about: string): string
  /** @returns undefined where it was closed under another key, or for something else */
  open(sealed: string, about: string): string | undefined
}

const algorithm = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

/** What belongs together and must not be opened for anything else: a secret goes to no other address. */
export const sealedFor = (id: string, endpoint: string): string => `${id} ${endpoint}`

/** @param passphrase a secret of the installation, of at least 32 characters */
export function createSeal(passphrase: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', passphrase, '', 'secrets of forwarding targets', 32))
  return {
    close(secret, about) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(about))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed, 'base64')
      try {
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        const text = [decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]
        return Buffer.concat(text).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

import { hash, verify, type Algorithm } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const parameters = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface Passwords {
  hash(secret: string): Promise<string>
  /** Takes about as long where there is nothing to compare with, so that time does not tell who is known. */
  matches(secret: string, hashed: string | undefined): Promise<boolean>
}

export function createPasswords(): Passwords {
  // Of a text that nobody can type: nothing matches it.
  const nobody = hash('\u0000', parameters)
  return {
    hash: (secret) => hash(secret.normalize('NFKC'), parameters),
    async matches(secret, hashed) {
      const same = await verify(hashed ?? (await nobody), secret.normalize('NFKC'))
      return same && hashed !== undefined
    },
  }
}

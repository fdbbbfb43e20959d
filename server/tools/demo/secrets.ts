import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const secretsSchema = z.object({ sessionSecret: z.string().min(32), lrsSecret: z.string().min(32) })

export type DemoSecrets = z.infer<typeof secretsSchema>

/** The demo's secrets: made at its first start, and kept in the data directory for this user only. */
export async function keptSecrets(dataDir: string): Promise<DemoSecrets> {
  const path = join(dataDir, 'demo-secrets.json')
  const kept = await readSecrets(path)
  if (kept) return kept
  const secrets = { sessionSecret: newSecret(), lrsSecret: newSecret() }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  // Written aside first: a start that is killed leaves no half of it.
  await writeFile(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return secrets
}

async function readSecrets(path: string): Promise<DemoSecrets | undefined> {
  try {
    return secretsSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

const newSecret = () => randomBytes(32).toString('base64url')

import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const noteSchema = z.object({
  uri: z.string(),
  /** Whoever connects to this socket holds the engine's writes until that connection ends. */
  holdSocket: z.string(),
})

/** How another process of the same user reaches the engine that has a data directory open. */
export type EngineNote = z.infer<typeof noteSchema>

const path = (dataDir: string) => join(dataDir, 'engine.json')

export const rememberEngine = (dataDir: string, note: EngineNote): Promise<void> =>
  writeFile(path(dataDir), JSON.stringify(note), { mode: 0o600 })

export const forgetEngine = (dataDir: string): Promise<void> => rm(path(dataDir), { force: true })

/** The note of the engine that has the directory open, or had when it was killed. */
export async function recallEngine(dataDir: string): Promise<EngineNote | undefined> {
  const text = await readFile(path(dataDir), 'utf8').catch(() => 'null')
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

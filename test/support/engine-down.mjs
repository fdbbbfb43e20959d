import { rm } from 'node:fs/promises'

export default async function engineDown() {
  const { engine, dataDir } = globalThis.testEngine ?? {}
  await engine?.stop()
  if (dataDir) await rm(dataDir, { recursive: true, force: true })
}

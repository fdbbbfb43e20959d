import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../server/base/paths.js'
import { lrsDatabase, lrsOn, wholeFeed } from './support.js'

const rounds = 6

let database: Awaited<ReturnType<typeof lrsDatabase>>
beforeAll(async () => (database = await lrsDatabase()))
afterAll(() => database.drop())

/** Lets a process write, kills it after a moment by chance, and returns the batches it sent and those it saw kept. */
async function writeAndKill(): Promise<{ sent: string[][]; kept: string[][] }> {
  const script = join(projectRoot, 'test/lrs/writer-child.mjs')
  const child = spawn(process.execPath, [script, database.uri, database.connection.name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = once(child, 'close')
  const stop = performance.now() + 20_000
  while (!output.includes('kept') && child.exitCode === null && performance.now() < stop) await pause(5)
  await pause(Math.random() * 400)
  child.kill('SIGKILL')
  await ended
  const lines = output.split('\n').slice(0, -1)
  const of = (word: string) => lines.filter((line) => line.startsWith(word)).map((line) => line.split(' ').slice(1))
  return { sent: of('sent'), kept: of('kept') }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('a writer that is killed', () => {
  test('loses nothing that was acknowledged, doubles nothing, and leaves no batch half stored', async () => {
    const sent: string[][] = []
    const kept: string[][] = []
    for (let round = 0; round < rounds; round += 1) {
      const result = await writeAndKill()
      expect(result.kept.length).toBeGreaterThan(0)
      sent.push(...result.sent)
      kept.push(...result.kept)
    }
    const lrs = await lrsOn(database.connection)
    const entries = await wholeFeed(lrs, 500)
    await lrs.settled()

    expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1))
    const stored = new Set(entries.map((entry) => entry.statement.id))
    expect(stored.size).toBe(entries.length)
    expect(kept.flat().filter((id) => !stored.has(id))).toEqual([])
    const halves = sent.filter((batch) => batch.some((id) => stored.has(id)) && !batch.every((id) => stored.has(id)))
    expect(halves).toEqual([])
    const known = new Set(sent.flat())
    expect([...stored].filter((id) => !known.has(id))).toEqual([])
  }, 120_000)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../server/base/paths.js'
import { anotherLrs, forwardingOf, target } from './forwarding-support.js'
import { lrsDatabase, lrsOn, statement, wholeFeed } from './support.js'

const count = 1500
const rounds = 6
/** A killed process holds its lease for half a minute: each one after it lives that much later. */
const leaseMs = 31_000

test('a process that is killed while it forwards loses nothing, doubles nothing, and keeps the order', async () => {
  const [database, other] = await Promise.all([lrsDatabase(), anotherLrs()])
  const lrs = await lrsOn(database.connection)
  const sent = Array.from({ length: count }, () => statement())
  await lrs.record(sent, 'platform')
  const forwarding = forwardingOf(lrs, database.connection, { clock: { now: () => new Date() } })
  const { id } = await forwarding.add(target(other.endpoint, { key: other.key }), other.secret, 'start')
  const arrived = () => other.lrs.last()

  for (let round = 1; round <= rounds; round += 1) {
    const before = await arrived()
    const script = join(projectRoot, 'test/lrs/forwarder-child.mjs')
    const child = spawn(
      process.execPath,
      [script, database.uri, database.connection.name, String((round - 1) * leaseMs)],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const ended = once(child, 'close')
    // The last one is let to finish; the others die after their first deliveries, at any moment.
    const isEnough = async () => (round < rounds && (await arrived()) > before) || (await waiting()) === 0
    const limit = performance.now() + 60_000
    while (!(await isEnough()) && child.exitCode === null && performance.now() < limit) await pause(10)
    if (round < rounds) await pause(Math.random() * 100)
    child.kill('SIGKILL')
    await ended
    if (round === 1) expect(await arrived()).toBeGreaterThan(0)
    if (round === 1) expect(await waiting()).toBeGreaterThan(0)
  }
  expect((await wholeFeed(other.lrs, 500)).map((entry) => entry.statement.id)).toEqual(sent.map((one) => one.id))
  expect(await forwarding.standing(id)).toMatchObject({ waiting: 0, deadLetters: 0, target: { position: count } })
  await lrs.settled()
  await other.close()
  await database.drop()

  async function waiting() {
    return (await forwarding.standing(id))?.waiting
  }
}, 200_000)

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

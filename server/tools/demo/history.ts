import type { Connection } from 'mongoose'
import type { College } from '../../app.js'
import { OperatorError, type Progress } from '../../base/database/index.js'
import type { Character } from './characters.js'
import { officials } from './officials.js'
import { focalPoints, password, secretariat, signIns } from './people.js'
import { personOf, type Stage } from './stage.js'
import { give, tellStory } from './story.js'
import type { StoryClock } from './story-clock.js'

/** The course that everybody takes. */
const courseId = 'permits'

/** So many stories are told beside one another. */
const atOnce = 8

/** How far the making of the history came: kept, so that a start that was killed is gone on with. */
interface HistoryDocument {
  _id: 'history'
  begunAt: Date
  doneAt?: Date
}

export interface HistoryOptions {
  connection: Connection
  college: College
  /** The clock that the college goes by. */
  clock: StoryClock
  signal: AbortSignal
  progress: Progress
}

/**
 * Makes the demo's people and what they did, once. It may be killed at any point: the next call does what is left, and
 * nothing twice.
 * @throws the signal's reason where it was aborted
 */
export async function makeHistory({ connection, college, clock, signal, progress }: HistoryOptions): Promise<void> {
  const kept = connection.collection<HistoryDocument>('demo')
  await kept.updateOne({ _id: 'history' }, { $setOnInsert: { begunAt: clock.now() } }, { upsert: true })
  const { begunAt, doneAt } = (await kept.findOne({ _id: 'history' })) ?? {}
  if (doneAt || !begunAt) return

  const course = college.courses.current(courseId)
  if (!course) throw new OperatorError(`The demo needs the course '${courseId}', which could not be imported.`)
  const stage: Stage = { college, clock, course, begun: begunAt, signal, secretariat: '' }
  stage.secretariat = await beginWith(stage)
  await tellAll(stage, progress)
  await kept.updateOne({ _id: 'history' }, { $set: { doneAt: clock.now() } })
}

/**
 * The Secretariat comes first, and now: the record store never goes back behind what it stored last, so that from here
 * on nothing is stored before it happened.
 */
async function beginWith(stage: Stage): Promise<string> {
  const { registered = 0, grant, ...registration } = secretariat
  const at = new Date(stage.begun.getTime() - registered * 24 * 60 * 60_000)
  const confirmed = { by: 'command', at }
  const account = await stage.college.accounts.entry.admit(registration, { password, confirmed })
  if (grant) await stage.clock.during(at, () => give(stage, account, grant))
  await personOf(stage, account)
  return account
}

/** Those with a role first, since they vouch for the others; then by the day on which they came. */
async function tellAll(stage: Stage, progress: Progress): Promise<void> {
  const all = [...focalPoints, ...signIns.filter((one) => one !== secretariat), ...officials].sort(byArrival)
  let done = 0
  const tell = async (character: Character) => {
    await tellStory(stage, character)
    done += 1
    progress('people and their history', done, all.length)
  }
  await sideBySide(
    all.filter(({ grant }) => grant),
    tell,
  )
  await sideBySide(
    all.filter(({ grant }) => !grant),
    tell,
  )
}

const arrival = ({ registered, enrolled = 0 }: Character) => registered ?? enrolled + 4
const byArrival = (a: Character, b: Character) => arrival(b) - arrival(a)

/** Does the work for every item, several at a time; after a failure nothing new is begun, and what runs is awaited. */
async function sideBySide<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift())
      await work(item).catch((error: unknown) => {
        waiting.length = 0
        throw error
      })
  }
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, one))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
}

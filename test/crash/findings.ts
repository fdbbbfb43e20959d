import type { Connection } from 'mongoose'
import type { College } from '../../server/app.js'
import type { Enrolment } from '../../server/learning/index.js'
import type { Attempt } from '../../server/quizzes/index.js'
import type { Statement } from '../../server/xapi/index.js'
import { withCollege } from '../support/open-college.js'

/** What lies in the database after it was started again, read without the platform's own ways of reading. */
export interface Findings {
  examinations: (Attempt & { settled: boolean })[]
  enrolments: Enrolment[]
  certificates: { account: string; terms: { attempt: string }[] }[]
  statements: Said[]
  /** Statements that are still in the outbox of a document. */
  waiting: number
  recount: Awaited<ReturnType<College['statistics']['recount']>>
  indicator: Awaited<ReturnType<College['statistics']['indicatorOn']>>['indicator']
}

/** A statement in short. */
export interface Said {
  position: number
  account: string
  /** The last word of the verb, such as 'answered'. */
  verb: string
  /** The last part of the object's id. */
  object: string
  /** The id of the attempt it is of. */
  attempt: string | undefined
  response: string[]
}

/** Starts the platform on a data directory, which finishes what was left undone, and reads everything. */
export const findIn = (dataDir: string): Promise<Findings> =>
  withCollege(dataDir, async ({ college: { statistics }, connection }) => ({
    examinations: await connection.collection<Findings['examinations'][0]>('attempts').find(examinations).toArray(),
    enrolments: await connection.collection<Enrolment>('enrolments').find().toArray(),
    certificates: await connection.collection<Findings['certificates'][0]>('certificates').find().toArray(),
    statements: await statementsIn(connection),
    waiting: await waitingIn(connection),
    recount: await statistics.recount(),
    indicator: (await statistics.indicatorOn(new Date())).indicator,
  }))

const examinations = { 'ref.quiz': 'examination' }

async function waitingIn(connection: Connection): Promise<number> {
  const collections = (await connection.db?.listCollections().toArray()) ?? []
  const counts = collections.map(({ name }) =>
    connection.collection(name).countDocuments({ 'outbox.0': { $exists: true } }),
  )
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

async function statementsIn(connection: Connection): Promise<Said[]> {
  const kept = connection.collection<{ position: number; text: string }>('statements')
  const found = await kept.find({}, { projection: { position: 1, text: 1 } }).toArray()
  return found.sort((a, b) => a.position - b.position).map(({ position, text }) => say(position, JSON.parse(text)))
}

function say(position: number, { actor, verb, object, result, context }: Statement): Said {
  const extensions = Object.entries(context?.extensions ?? {})
  return {
    position,
    account: String(actor.account?.name),
    verb: lastPart(verb.id),
    object: lastPart(String(object.id)),
    attempt: extensions.find(([iri]) => lastPart(iri) === 'attempt')?.[1] as string | undefined,
    response: result?.response?.split('[,]').filter(Boolean) ?? [],
  }
}

const lastPart = (iri: string) => iri.slice(iri.lastIndexOf('/') + 1)

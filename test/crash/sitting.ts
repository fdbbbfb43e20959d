import type { Examinee } from '../support/examinees.js'
import { examinationPath } from '../support/examinees.js'
import type { Answer, Fields, Visitor } from '../support/visitor.js'
import type { Chance } from './chance.js'

/** A person at the examination, and what they were told is kept: a memory that no crash of the platform reaches. */
export interface Sitting {
  examinee: Examinee
  visitor: Visitor
  /** Whether this person knows the answers. */
  isReady: boolean
  /** The options last acknowledged, by question. */
  answers: Map<string, string[]>
  submitted: boolean
  /** Aborted when the run has failed. */
  signal: AbortSignal
}

/** A person who is refused for longer than this does not come through any more. */
const patienceMs = 240_000

/**
 * Answers all questions, a few at a time, changing some of the answers, and submits: once, or twice at the same time.
 * Whatever is not acknowledged is sent again.
 */
export async function sit(sitting: Sitting, chance: Chance, onAcknowledged: () => void): Promise<void> {
  const { examinee, visitor, signal } = sitting
  const attempt = `/en/attempts/${examinee.attempt}`
  for (const answers of steps(sitting, chance)) {
    const asScript = chance.whole(0, 1) === 1
    const headers: Record<string, string> = asScript ? { Accept: 'application/json' } : { Accept: 'text/html' }
    await untilAcknowledged(
      signal,
      () => visitor.post(`${attempt}/answers`, fieldsOf(answers), headers),
      ({ status, location }) => (asScript ? status === 204 : status === 303 && location === examinationPath),
    )
    for (const [question, options] of answers) sitting.answers.set(question, options)
    onAcknowledged()
  }
  const submit = () =>
    untilAcknowledged(
      signal,
      () => visitor.post(`${attempt}/submit`, {}),
      ({ status, location }) => status === 303 && location === attempt,
    )
  await (chance.whole(1, 3) === 1 ? Promise.all([submit(), submit()]) : submit())
  sitting.submitted = true
  onAcknowledged()
}

type Answers = [question: string, options: string[]][]

/** Each question once, in groups of one to four, and now and then a wrong answer before the one that is meant. */
function steps({ examinee, isReady }: Sitting, chance: Chance): Answers[] {
  const all: Answers[] = []
  const questions = [...examinee.asked]
  while (questions.length > 0) {
    const group = questions.splice(0, chance.whole(1, 4))
    const meant = group.map(({ id, options }): Answers[number] => [
      id,
      isReady ? (examinee.key[id] ?? []) : [chance.oneOf(options)],
    ])
    if (chance.whole(1, 5) === 1) all.push(group.map(({ id, options }) => [id, [chance.oneOf(options)]]))
    all.push(meant)
  }
  return all
}

/** '*' is what the page's script sends for a question that was touched: its answer always counts. */
const fieldsOf = (answers: Answers): Fields =>
  Object.fromEntries(
    answers.flatMap(([question, options]) => [
      [`shown-${question}`, '*'],
      [`answer-${question}`, options],
    ]),
  )

/** Sends again for as long as nobody answers, or the answer is 503. Any other answer is a fault of the platform. */
async function untilAcknowledged(
  signal: AbortSignal,
  send: () => Promise<Answer>,
  isAcknowledged: (answer: Answer) => boolean,
): Promise<void> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(50)) {
    const answer = await send().catch(() => undefined)
    signal.throwIfAborted()
    if (answer && isAcknowledged(answer)) return
    if (answer && answer.status !== 503)
      throw new Error(`answered ${answer.status} ${answer.location ?? ''}: ${answer.text.slice(0, 500)}`)
  }
  throw new Error(`not acknowledged within ${patienceMs} ms`)
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

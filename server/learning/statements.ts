import type { Affiliation } from '../accounts/index.js'
import type { Language } from '../base/languages.js'
import type { Courses } from '../courses/index.js'
import { isFinished, questionOf, type Attempt, type FinishedAttempt, type Quiz } from '../quizzes/index.js'
import { buildStatement, type LearningEvent, type Statement, type Vocabulary } from '../xapi/index.js'
import type { ProgressEvent } from './progress.js'
import type { Enrolment } from './types.js'

export interface StatementsOptions {
  /** The affiliation as it was at a moment. */
  accounts: {
    affiliationOf(account: string, at: Date): Promise<Pick<Affiliation, 'party' | 'agency' | 'status'> | undefined>
  }
  courses: Pick<Courses, 'version'>
  vocabulary: Vocabulary
}

/** Tells what learners do as statements, with the Party and agency as they are at the time of the event. */
export interface LearningStatements {
  /** Registered for the course, and begun. */
  ofEnrolment(enrolment: Enrolment): Promise<Statement[]>
  ofProgress(enrolment: Enrolment, events: ProgressEvent[], at: Date, language: Language): Promise<Statement[]>
  /** Of an open attempt: begun. Of a finished one: every question answered, then passed or failed. */
  ofAttempt(attempt: Attempt, quiz: Quiz): Promise<Statement[]>
}

/** An event without what all events of one moment share. */
type Told = LearningEvent extends infer E ? (E extends LearningEvent ? Omit<E, keyof Common> : never) : never
type Common = Pick<
  LearningEvent & { kind: 'registered' },
  'at' | 'account' | 'affiliation' | 'language' | 'course' | 'version' | 'areas' | 'registration'
>

export function createStatements({ accounts, courses, vocabulary }: StatementsOptions): LearningStatements {
  async function tell(of: Subject, at: Date, language: Language, events: Told[]): Promise<Statement[]> {
    const { party, agency, status } = (await accounts.affiliationOf(of.account, at)) ?? nowhere
    const course = await courses.version(of.course, of.version)
    const common: Common = { ...of, at, language, areas: course?.areas ?? [], affiliation: { party, agency, status } }
    return events.map((event) => buildStatement(vocabulary, { ...common, ...event }))
  }
  return {
    ofEnrolment: (enrolment) =>
      tell(subject(enrolment), enrolment.startedAt, enrolment.language, [
        { kind: 'registered' },
        { kind: 'initialized' },
      ]),
    ofProgress: (enrolment, events, at, language) => tell(subject(enrolment), at, language, events),
    ofAttempt: (attempt, quiz) =>
      isFinished(attempt)
        ? tell(subjectOf(attempt), attempt.finishedAt, attempt.language, finishedEvents(attempt, quiz))
        : tell(subjectOf(attempt), attempt.startedAt, attempt.language, [
            { kind: 'initialized', quiz: attempt.ref.quiz, attempt: attempt.id },
          ]),
  }
}

/** Of an account that never said where it belongs: it counts nowhere. */
const nowhere = { party: 'non-party', agency: 'other', status: 'claimed' } as const

type Subject = Pick<Enrolment, 'account' | 'course' | 'version' | 'registration'>

const subject = ({ account, course, version, registration }: Enrolment): Subject => ({
  account,
  course,
  version,
  registration,
})

const subjectOf = ({ account, ref, registration }: Attempt): Subject => ({
  account,
  course: ref.course,
  version: ref.version,
  registration,
})

function finishedEvents(attempt: FinishedAttempt, quiz: Quiz): Told[] {
  const { id, number, answers, ref, result } = attempt
  const answered = attempt.questions.map((asked): Told => {
    const { type, points: maxPoints } = questionOf(quiz, asked.id)
    const marked = result.perQuestion[asked.id]
    return {
      kind: 'answered',
      quiz: ref.quiz,
      attempt: id,
      question: asked.id,
      interaction: type === 'true-false' ? 'true-false' : 'choice',
      response: answers[asked.id] ?? [],
      success: marked?.correct ?? false,
      points: marked?.points ?? 0,
      maxPoints,
    }
  })
  const { points, maxPoints, percent, passed } = result
  const outcome = { quiz: ref.quiz, attempt: id, number, points, maxPoints, percent }
  return [...answered, { kind: passed ? 'passed' : 'failed', ...outcome }]
}

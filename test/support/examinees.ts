import type { Agency } from '../../server/accounts/index.js'
import type { College } from '../../server/app.js'
import type { Answers, AskedQuestion } from '../../server/quizzes/index.js'

export const sharedPassword = 'nine patient storks'

/** Somebody with an open examination in the permits course. */
export interface Examinee {
  /** Counted from nought. */
  number: number
  account: string
  email: string
  place: Place
  /** The id of the open attempt. */
  attempt: string
  asked: AskedQuestion[]
  /** The right answers. */
  key: Answers
}

export interface Place {
  party: string
  agency: Agency
  confirmed: boolean
}

export const examinationPath = '/en/courses/permits/examination'

/** Lets people in, each of whom has completed the modules of the permits course and opened its examination. */
export const prepareExaminees = (college: College, places: Place[]): Promise<Examinee[]> =>
  Promise.all(places.map((place, number) => prepare(college, place, number)))

async function prepare(college: College, place: Place, number: number): Promise<Examinee> {
  const { accounts, courses, learning } = college
  const { confirmed, ...registered } = place
  const language = 'en'
  const email = `examinee-${number}@example.org`
  const account = await accounts.entry.admit(
    { ...registered, name: `Officer ${number}`, email, language },
    { password: sharedPassword, ...(confirmed ? { confirmed: { by: 'command' } } : {}) },
  )
  const course = courses.current('permits')
  if (!course) throw new Error('the permits course was not imported')
  const enrolment = await learning.enrol({ account, course, language })
  for (const module of course.modules) {
    await learning.markRead(enrolment, module, language)
    const { id, questions } = await learning.startQuiz({ account, course, quiz: module, language })
    await learning.attempts.submit(id, account, keyOf(college, module, questions))
  }
  const { id, questions } = await learning.startQuiz({ account, course, quiz: 'examination', language })
  return { number, account, email, place, attempt: id, asked: questions, key: keyOf(college, 'examination', questions) }
}

function keyOf({ courses }: College, quiz: string, asked: AskedQuestion[]): Answers {
  const course = courses.current('permits')
  const questions = course ? courses.quiz(course, quiz).questions : []
  return Object.fromEntries(asked.map(({ id }) => [id, questions.find((each) => each.id === id)?.key ?? []]))
}

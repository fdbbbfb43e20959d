import type { Agency } from '../../server/accounts/index.js'
import type { College } from '../../server/app.js'
import type { Course } from '../../server/courses/index.js'
import type { Answers, AskedQuestion } from '../../server/quizzes/index.js'
import type { OpenCollege } from './open-college.js'

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

/**
 * Lets people in, each of whom has an open examination of the permits course. That they completed its modules is
 * written into their enrolments, which takes a tenth of the time of doing it.
 */
export async function prepareExaminees({ college, connection }: OpenCollege, places: Place[]): Promise<Examinee[]> {
  const accounts = await Promise.all(places.map((place, number) => enrol(college, place, number)))
  const done = { readAt: new Date(), passedAt: new Date() }
  const modules = Object.fromEntries(permitsOf(college).modules.map((module) => [module, done]))
  await connection.collection('enrolments').updateMany({}, { $set: { modules } })
  return Promise.all(
    accounts.map(async (account, number) => {
      const request = { account, course: permitsOf(college), quiz: 'examination', language } as const
      const { id, questions } = await college.learning.startQuiz(request)
      const place = places[number] as Place
      return {
        number,
        account,
        email: emailOf(number),
        place,
        attempt: id,
        asked: questions,
        key: keyOf(college, questions),
      }
    }),
  )
}

const language = 'en'
const emailOf = (number: number) => `examinee-${number}@example.org`

async function enrol(college: College, { confirmed, ...place }: Place, number: number): Promise<string> {
  const { accounts, learning } = college
  const account = await accounts.entry.admit(
    { ...place, name: `Officer ${number}`, email: emailOf(number), language },
    { password: sharedPassword, ...(confirmed ? { confirmed: { by: 'command' } } : {}) },
  )
  await learning.enrol({ account, course: permitsOf(college), language })
  return account
}

function permitsOf({ courses }: College): Course {
  const course = courses.current('permits')
  if (!course) throw new Error('the permits course was not imported')
  return course
}

function keyOf(college: College, asked: AskedQuestion[]): Answers {
  const { questions } = college.courses.quiz(permitsOf(college), 'examination')
  return Object.fromEntries(asked.map(({ id }) => [id, questions.find((each) => each.id === id)?.key ?? []]))
}

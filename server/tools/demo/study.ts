import type { Course } from '../../courses/index.js'
import { examination, type Enrolment } from '../../learning/index.js'
import type { Quiz } from '../../quizzes/index.js'
import { answersTo, chance } from './answers.js'
import type { Outcome } from './characters.js'
import type { Player } from './stage.js'

const usualPace = 3

/** One attempt at a quiz: when it begins, and how it is to end. */
interface Try {
  daysAgo: number
  minutes: number
  outcome: Outcome
}

/** Takes the course as far as the character came. What was done before a crash is not done again. */
export async function study(player: Player, enrolled: number): Promise<void> {
  const { college, course: current, character, person, scene } = player
  const { modules: many, examination: endings = ['passed'], pace = usualPace } = character
  scene(enrolled)
  const enrolment = await college.learning.enrol({ account: person.id, course: current, language: person.language })
  const course = await versionOf(player, enrolment)
  const modules = course.modules.slice(0, many)
  for (const [place, module] of modules.entries())
    await completeModule(player, { course, enrolment, module, place, daysAgo: enrolled - place * pace })
  if (modules.length < course.modules.length) return
  const day = enrolled - course.modules.length * pace
  const pause = course.examination.pauseMinutes + 30
  const tries = endings.map((outcome, n) => ({ outcome, daysAgo: day, minutes: 40 + n * pause }))
  if (character.sequel?.kind === 'renewed')
    tries.push({ outcome: 'passed', daysAgo: character.sequel.daysAgo, minutes: 40 })
  await takeQuiz(player, course, examination, tries)
}

/** Somebody who began stays on that version, also where the demo goes on with a newer one. */
async function versionOf({ college }: Player, { course, version }: Enrolment): Promise<Course> {
  const found = await college.courses.version(course, version)
  if (!found) throw new Error(`The version ${version} of the course ${course} is not there`)
  return found
}

interface ModuleScene {
  course: Course
  enrolment: Enrolment
  module: string
  /** 0, 1, 2 … */
  place: number
  daysAgo: number
}

async function completeModule(player: Player, { course, enrolment, module, place, daysAgo }: ModuleScene) {
  const { college, character, person, scene } = player
  scene(daysAgo, 35)
  await college.learning.markRead(enrolment, module, person.language)
  const pause = course.moduleQuiz.pauseMinutes + 20
  const endings: Outcome[] = character.stumbled?.includes(place + 1) ? ['failed', 'passed'] : ['passed']
  const tries = endings.map((outcome, n) => ({ outcome, daysAgo, minutes: 40 + n * pause }))
  await takeQuiz(player, course, module, tries)
}

/** Makes the attempts that are not finished yet. */
async function takeQuiz(player: Player, course: Course, quiz: string, tries: Try[]): Promise<void> {
  const { college, person, scene } = player
  const { id: account, language } = person
  const ref = { course: course.id, version: course.version, quiz }
  const finished = (await college.learning.attempts.history(account, ref)).filter(({ state }) => state === 'finished')
  for (const [n, { daysAgo, minutes, outcome }] of tries.entries()) {
    if (n < finished.length) continue
    scene(daysAgo, minutes)
    const attempt = await college.learning.startQuiz({ account, course, quiz, language })
    scene(daysAgo, minutes + 8 + Math.floor(chance(person.email, quiz) * 12))
    const questions = await college.learning.quizOf(ref)
    const wrong = mistakes(questions, attempt.questions.length, outcome, [person.email, quiz, String(n)])
    const answers = answersTo(questions, attempt, { person: person.email, wrong })
    const { result } = await college.learning.attempts.submit(attempt.id, account, answers)
    if (result.passed !== (outcome === 'passed'))
      throw new Error(`The demo's attempt at ${quiz} has ${result.percent} per cent, and was to be ${outcome}`)
  }
}

/** How many questions to answer wrongly, so that the attempt ends as it is to end. */
function mistakes({ passMark }: Quiz, asked: number, outcome: Outcome, taste: string[]): number {
  const most = Math.floor((asked * (100 - passMark)) / 100)
  return outcome === 'passed' ? Math.floor(chance(...taste) * (most + 1)) : most + 1 + Math.floor(chance(...taste) * 4)
}

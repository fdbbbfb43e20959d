import { AppError } from '../../server/base/errors.js'
import { systemClock } from '../../server/base/clock.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { createCourses, type Course, type Courses } from '../../server/courses/index.js'
import { testDatabase } from '../support/database.js'
import { change, smallPackage, temporaryFolder, without, type Texts } from './package.js'

const { t } = await createI18n()
const database = await testDatabase()
const packages = await temporaryFolder()

/** The small package in English alone, as a trainer begins it. */
function inEnglish(texts: Texts): Texts {
  const french = Object.keys(texts).filter((file) => file.startsWith('fr/') || file.endsWith('.fr.svg'))
  const media = (texts['media/media.yaml'] ?? '').replaceAll(/^ {4}fr: .*\n/gm, '').replace(', fr: form.fr.svg', '')
  const course = change(change(texts, 'course.yaml', '[en, fr]', '[en]'), 'course.yaml', 'id: small', 'id: single')
  return { ...without(course, ...french), 'media/media.yaml': media }
}

let courses: Courses
let small: Course
let single: Course

beforeAll(async () => {
  await packages.write('small', smallPackage())
  await packages.write('single', inEnglish(smallPackage()))
  const { connection } = database
  courses = createCourses({ connection, clock: systemClock, log: createLog('silent'), directory: packages.folder, t })
  const report = await courses.importShipped()
  expect(report.refused).toEqual([])
  const [found, alone] = [courses.current('small'), courses.current('single')]
  if (!found || !alone) throw new Error('The packages were not imported')
  ;[small, single] = [found, alone]
})

afterAll(() => Promise.all([database.drop(), packages.drop()]))

test('a course is described as the contract says', () => {
  expect(small).toEqual({
    id: 'small',
    version: '1.0.0',
    areas: ['permits'],
    audience: ['customs', 'police'],
    languages: ['en', 'fr'],
    hours: 1,
    modules: ['first', 'second'],
    moduleQuiz: { passMark: 75, pauseMinutes: 0 },
    examination: { draw: 2, passMark: 80, pauseMinutes: 60 },
    certificate: { validMonths: 36, renewalWindowMonths: 6 },
    checked: '2026-11-21',
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  })
})

describe('texts', () => {
  test('are in the language asked for', () => {
    expect(courses.text(small, 'fr')).toMatchObject({
      language: 'fr',
      title: 'Small course fr',
      provisions: { 'art-iii': 'Article III' },
      modules: { second: { title: 'The second module fr', minutes: 10 } },
    })
  })

  test('fall back, and say so', () => {
    expect(courses.text(single, 'es')).toMatchObject({ language: 'en', title: 'Small course en' })
  })
})

describe('module pages', () => {
  test('are rendered once a language and then kept', async () => {
    const page = await courses.modulePage(small, 'first', 'fr')
    expect(page).toMatchObject({
      module: 'first',
      language: 'fr',
      sections: [{ id: 'section-1' }, { id: 'section-2' }],
    })
    expect(page.html).toContain('counter (fr)')
    expect(page.html).toContain('src="/media/small/1.0.0/form.fr.svg"')
    expect(page.html).toContain('<p class="meta">Collège virtuel CITES, CC BY 4.0</p>')
    expect(page.html).not.toContain('lang=')
    expect(await courses.modulePage(small, 'first', 'fr')).toBe(page)
  })

  test('in another language than asked for are marked with their own, and keep the words of its boxes', async () => {
    const page = await courses.modulePage(single, 'first', 'es')
    expect(page.language).toBe('en')
    expect(page.html).toMatch(/^<div lang="en" dir="ltr">[^]*When in doubt[^]*<\/div>$/)
  })

  test.each(['third', 'examination', 'constructor', '__proto__', '../first'])(
    'there is none for %s',
    async (module) => {
      await expect(courses.modulePage(small, module, 'en')).rejects.toMatchObject({ status: 404 })
    },
  )
})

describe('quizzes', () => {
  test('hold their rules and keys, for marking', () => {
    const quiz = courses.quiz(small, 'first')
    expect(quiz).toMatchObject({
      ref: { course: 'small', version: '1.0.0', quiz: 'first' },
      passMark: 75,
      pauseMinutes: 0,
      draw: undefined,
    })
    expect(quiz.questions).toHaveLength(12)
    expect(quiz.questions[1]).toEqual({
      id: 'first-2',
      type: 'multiple',
      points: 1,
      options: ['a', 'b', 'c'],
      key: ['a', 'c'],
      provision: 'art-iii',
      module: 'first',
    })
    expect(quiz.questions[2]).toMatchObject({ type: 'true-false', options: ['true', 'false'], key: ['false'] })
  })

  test('the examination draws from each module', () => {
    const quiz = courses.quiz(small, 'examination')
    expect(quiz).toMatchObject({ draw: 2, passMark: 80, pauseMinutes: 60 })
    expect(quiz.questions.map(({ module }) => module)).toEqual([...Array(3).fill('first'), ...Array(3).fill('second')])
  })

  test('a quiz that is not there is not found', () => {
    expect(() => courses.quiz(small, 'third')).toThrow(AppError)
    expect(() => courses.questionTexts(small, 'constructor', 'en')).toThrow(AppError)
  })
})

describe('the words of questions', () => {
  test('are HTML in the language asked for; true and false are named by the platform', () => {
    const words = courses.questionTexts(small, 'first', 'fr')
    expect(words['first-1']).toEqual({
      text: 'What of <em>case</em> first-1 (fr)?',
      options: Object.fromEntries(
        ['a', 'b', 'c'].map((option) => [
          option,
          { text: `Option ${option}`, feedback: 'Because Article\u00a0III says so (fr).' },
        ]),
      ),
    })
    expect(words['first-3']?.options['true']?.text).toBe('Vrai')
    expect(words['first-3']?.options['false']?.text).toBe('Faux')
  })

  test('hold no keys: two quizzes that differ in their keys alone have the same words', async () => {
    const other = change(smallPackage(), 'course.yaml', 'id: small', 'id: other')
    await packages.write('other', change(other, 'quizzes/first.yaml', 'key: [b]', 'key: [c]'))
    await courses.importShipped()
    const course = courses.current('other')
    if (!course) throw new Error('The package was not imported')
    expect(courses.quiz(course, 'first').questions[0]?.key).toEqual(['c'])
    expect(courses.questionTexts(course, 'first', 'en')).toEqual(courses.questionTexts(small, 'first', 'en'))
  })

  test('fall back by the question, marked with their language; true and false do not', () => {
    const words = courses.questionTexts(single, 'first', 'es')
    expect(words['first-1']?.text).toBe('<span lang="en" dir="ltr">What of <em>case</em> first-1 (en)?</span>')
    expect(words['first-3']?.options['true']?.text).toBe('Verdadero')
  })
})

test('every part of a version that was never opened is refused: the caller has a fault', () => {
  expect(() => courses.text({ ...small, version: '9.9.9' }, 'en')).toThrow(/not opened/)
})

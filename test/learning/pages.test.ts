import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { brotliCompressSync } from 'node:zlib'
import { testCollege, type College } from './college.js'
import { enrolled, examinationPath, pass, quizPath } from './steps.js'

let college: College
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.drop())

describe('a visitor', () => {
  test.each([
    ['the catalogue', '/en/courses', ['Small course en', 'Permits and certificates', 'A course for tests en.']],
    ['a course', '/en/courses/small', ['Read a permit en', 'The first module en', 'Sign in to begin']],
    ['a module', '/en/courses/small/modules/first', ['Rules of first', 'href="#section-1"', 'without being signed in']],
    ['a course in French', '/fr/courses/small', ['Small course fr', 'Se connecter pour commencer']],
    ['a course without a text in Spanish', '/es/courses/small', ['lang="en"', 'Se muestra en otro idioma del curso']],
  ])('reads %s', async (_, path, texts) => {
    const { status, text } = await college.browser().get(path)
    expect(status).toBe(200)
    for (const each of texts) expect(text).toContain(each)
    expect(text).not.toMatch(/learning:|(?:agency|area)\./)
  })

  test('gets no session by reading', async () => {
    for (const path of ['/en/courses', '/en/courses/small', '/en/courses/small/modules/first'])
      expect((await college.browser().get(path)).headers['set-cookie']).toBeUndefined()
  })

  test.each([quizPath, examinationPath, '/en/learning'])('is sent to sign in from %s and back', async (path) => {
    const { status, headers } = await college.browser().get(path)
    expect([status, headers['location']]).toEqual([303, `/en/sign-in?next=${encodeURIComponent(path)}`])
  })

  test.each(['/en/courses/none', '/en/courses/Small', '/en/courses/small/modules/none', '/en/courses/a.b%24c'])(
    'finds nothing at %s',
    async (path) => {
      expect((await college.browser().get(path)).status).toBe(404)
    },
  )
})

describe('beginning and reading', () => {
  test('one button leads from step to step', async () => {
    const browser = college.browser('ann')
    expect((await browser.get('/en/courses/small')).text).toContain('Begin this course')
    expect((await browser.submit('/en/courses/small/enrolment')).text).toContain('I have read this module to the end')
    expect((await browser.get('/en/courses/small')).text).toContain('Continue: The first module en')
    const quiz = await browser.submit('/en/courses/small/modules/first/read')
    expect(quiz.text).toContain('Start the quiz')
    expect(quiz.text).toContain('It is noted that you have read this module.')
    expect((await browser.get('/en/courses/small')).text).toContain('Take the quiz: The first module en')
  })

  test('a module that is looked into is not what comes next, and is found again', async () => {
    const browser = await enrolled(college, 'eli')
    await browser.get('/en/courses/small/modules/second')
    for (const path of ['/en/courses/small', '/en/learning']) {
      const { text } = await browser.get(path)
      expect(text).toContain('Continue: The first module en')
      expect(text).toMatch(/Where you were reading last: <a href="[^"]*\/second">The second module en/)
    }
  })

  test('what completes a module says so, the quiz or the reading', async () => {
    const browser = await enrolled(college, 'flo')
    await browser.submit('/en/courses/small/modules/first/read')
    expect((await pass(college, browser, quizPath, 'first')).text).toContain('The module is complete.')
    const second = '/en/courses/small/modules/second'
    expect((await pass(college, browser, `${second}/quiz`, 'second')).text).toContain('To complete the module, read')
    expect((await browser.submit(`${second}/read`)).text).toContain('This module is complete')
  })

  test('who is signed in is not told to get an account', async () => {
    const course = '/en/courses/small'
    expect((await college.browser().get(course)).text).toMatch(/Just read[^]*need one/)
    const { text } = await college.browser('gil').get(course)
    expect(text).not.toMatch(/Just read|need one/)
    expect(text).toContain('Once you begin the course, your progress is kept')
  })

  test('the place is kept, with and without the script', async () => {
    const browser = await enrolled(college, 'bob')
    await browser.get('/en/courses/small/modules/first')
    expect((await browser.get('/en/courses/small')).text).toContain('Continue: The first module en')
    const place = '/en/courses/small/modules/first/place'
    expect((await browser.post(place, { section: 'section-2' })).status).toBe(204)
    expect((await browser.get('/en/courses/small')).text).toContain('/en/courses/small/modules/first#section-2')
    expect((await browser.post(place, { section: 'nowhere' })).status).toBe(404)
    expect((await browser.post(place)).status).toBe(400)
  })

  test('reading a module needs one query, and no write when the place is the same', async () => {
    const browser = await enrolled(college, 'cy')
    await browser.get('/en/courses/small/modules/first')
    const asked: string[] = []
    college.connection.set('debug', (collection: string, method: string) => asked.push(`${collection}.${method}`))
    await browser.get('/en/courses/small/modules/first')
    college.connection.set('debug', false)
    // The record store may still be at work behind earlier requests.
    expect(asked.filter((each) => /^(enrolments|attempts|course)/.test(each))).toEqual(['enrolments.findOne'])
  })

  test('a module page is small', async () => {
    const browser = await enrolled(college, 'dee')
    const { text } = await browser.get('/en/courses/small/modules/first')
    const requests = [...text.matchAll(/<(?:link rel="(?:stylesheet|preload|icon)"|script|img)/g)].length + 1
    expect(brotliCompressSync(text).length).toBeLessThan(8_000)
    expect(requests).toBeLessThanOrEqual(7)
  })
})

describe('my learning', () => {
  test('is empty at first, then shows how far one is and what comes next', async () => {
    const browser = college.browser('tom')
    expect((await browser.get('/en/learning')).text).toContain('You have not begun a course yet.')
    await browser.get('/en/courses/small')
    await browser.submit('/en/courses/small/enrolment')
    const { text } = await browser.get('/en/learning')
    for (const each of ['Courses you have begun', '0 of 2 modules complete', 'Continue: The first module en'])
      expect(text).toContain(each)
  })
})

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testCollege, type College } from './college.js'
import { attemptIn, enrolled, examinationPath, fieldsIn, quizPath, rightAnswers, start } from './steps.js'

let college: College
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.drop())

describe('a quiz', () => {
  test('asks every question once, without keys and feedback', async () => {
    const { text } = await start(await enrolled(college, 'eve'), quizPath)
    const questions = fieldsIn(text)
    expect(questions).toHaveLength(12)
    expect(questions.find(({ id }) => id === 'first-2')?.type).toBe('checkbox')
    expect(questions.find(({ id }) => id === 'first-3')).toMatchObject({ type: 'radio', options: ['true', 'false'] })
    expect(text).not.toMatch(/Because Article|"key"|feedback/)
  })

  test('saves, goes on, and tells what has no answer before it is submitted', async () => {
    const browser = await enrolled(college, 'fay')
    const id = attemptIn((await start(browser, quizPath)).text)
    const saved = await browser.submit(`/en/attempts/${id}/answers`, {
      'answer-first-1': 'b',
      'answer-first-2': ['a', 'c'],
    })
    expect(saved.text).toContain('Your answers are saved.')
    const shown = fieldsIn(saved.text)
    expect(shown.find((each) => each.id === 'first-1')?.chosen).toEqual(['b'])
    expect(shown.find((each) => each.id === 'first-2')?.chosen.toSorted()).toEqual(['a', 'c'])
    const asked = await browser.submit(`/en/attempts/${id}/submit`, { 'shown-first-3': '', 'answer-first-3': 'true' })
    expect(asked.text).toContain('9 questions have no answer yet')
    expect(asked.text).toContain('Submit as it is')
    const result = await browser.submit(`/en/attempts/${id}/submit`, { anyway: 'yes' })
    expect(result.text).toContain('2 of 12 points')
    expect(result.text).toContain('16%')
  })

  test('gives feedback on each answer: the own choice, right or not, the provision', async () => {
    const browser = await enrolled(college, 'gus')
    const { text } = await start(browser, quizPath)
    const answers = { ...rightAnswers(college, text, 'first'), 'answer-first-1': 'c' }
    const result = await browser.submit(`/en/attempts/${attemptIn(text)}/submit`, answers)
    expect(result.text).toContain('You have passed.')
    expect(result.text).toContain('91%')
    expect(result.text.match(/badge-ok">Right/g)).toHaveLength(11)
    expect(result.text.match(/badge-bad">Not right/g)).toHaveLength(1)
    expect(result.text).toContain('Because Article\u00a0III says so (en).')
    expect(result.text).toContain('Provision: Article III')
  })

  test('an answer that the script saves is kept without a page', async () => {
    const browser = await enrolled(college, 'hal')
    const id = attemptIn((await start(browser, quizPath)).text)
    const json = { Accept: 'application/json' }
    const saved = await browser.post(
      `/en/attempts/${id}/answers`,
      { 'shown-first-1': '*', 'answer-first-1': 'a' },
      json,
    )
    expect([saved.status, saved.text]).toEqual([204, ''])
    expect((await college.learning.attempts.get(id, 'hal')).answers).toEqual({ 'first-1': ['a'] })
    const wrong = await browser.post(`/en/attempts/${id}/answers`, { 'answer-second-1': 'a' }, json)
    expect([wrong.status, wrong.body]).toEqual([400, expect.objectContaining({ error: 'invalid-answers' })])
  })
})

describe('stale pages and second tabs', () => {
  test('starting twice leads to the same attempt, with what was answered', async () => {
    const browser = await enrolled(college, 'ida')
    const first = attemptIn((await start(browser, quizPath)).text)
    await browser.submit(`/en/attempts/${first}/answers`, { 'answer-first-1': 'b' })
    const again = await browser.submit(quizPath)
    expect(attemptIn(again.text)).toBe(first)
    expect(fieldsIn(again.text).find(({ id }) => id === 'first-1')?.chosen).toEqual(['b'])
  })

  test('an old tab takes back no answer of a newer one', async () => {
    const browser = await enrolled(college, 'jan')
    const id = attemptIn((await start(browser, quizPath)).text)
    await browser.submit(`/en/attempts/${id}/answers`, { 'answer-first-2': ['a', 'c'], 'answer-first-1': 'b' })
    const old = { 'shown-first-1': '', 'shown-first-2': '', 'shown-first-4': '', 'answer-first-4': 'b', anyway: 'yes' }
    await browser.submit(`/en/attempts/${id}/submit`, old)
    const { answers } = await college.learning.attempts.get(id, 'jan')
    expect(answers).toEqual({ 'first-1': ['b'], 'first-2': ['a', 'c'], 'first-4': ['b'] })
  })

  test('what comes after the submission leads to its result, with a word of explanation', async () => {
    const browser = await enrolled(college, 'kim')
    const id = attemptIn((await start(browser, quizPath)).text)
    const result = await browser.submit(`/en/attempts/${id}/submit`, { anyway: 'yes' })
    expect(result.text).not.toContain('submitted already')
    for (const step of ['submit', 'answers']) {
      const late = await browser.submit(`/en/attempts/${id}/${step}`, { 'answer-first-1': 'b', anyway: 'yes' })
      expect(late.text).toContain('This attempt was submitted already.')
      expect(late.text).toContain('0 of 12 points')
    }
    const json = await browser.post(
      `/en/attempts/${id}/answers`,
      { 'answer-first-1': 'b' },
      { Accept: 'application/json' },
    )
    expect([json.status, json.body]).toEqual([409, { error: 'attempt-finished', href: `/en/attempts/${id}` }])
    expect(
      await college.learning.attempts.history('kim', { course: 'small', version: '1.0.0', quiz: 'first' }),
    ).toHaveLength(1)
  })

  test('a double click on submit marks once', async () => {
    const browser = await enrolled(college, 'lea')
    const { text } = await start(browser, quizPath)
    const answers = rightAnswers(college, text, 'first')
    const submit = `/en/attempts/${attemptIn(text)}/submit`
    const both = await Promise.all([browser.post(submit, answers), browser.post(submit, answers)])
    for (const { status, headers } of both)
      expect([status, headers['location']]).toEqual([303, `/en/attempts/${attemptIn(text)}`])
    expect((await college.said('lea')).filter((each) => each.startsWith('passed'))).toHaveLength(1)
  })

  test('what needs an enrolment leads to the course', async () => {
    const browser = college.browser('mo')
    await browser.get('/en/courses/small')
    for (const path of [quizPath, examinationPath, '/en/courses/small/modules/first/read'])
      expect((await browser.submit(path)).text).toContain('Begin the course first')
    expect((await browser.get(quizPath)).headers['location']).toBe('/en/courses/small')
  })

  test('the result of an open attempt leads to its questions', async () => {
    const browser = await enrolled(college, 'ned')
    const id = attemptIn((await start(browser, quizPath)).text)
    const { status, headers } = await browser.get(`/en/attempts/${id}`)
    expect([status, headers['location']]).toEqual([303, quizPath])
  })
})

describe('bad input', () => {
  test('somebody else’s attempt is not found, read or written', async () => {
    const id = attemptIn((await start(await enrolled(college, 'ole'), quizPath)).text)
    const other = await enrolled(college, 'pia')
    expect((await other.get(`/en/attempts/${id}`)).status).toBe(404)
    await other.get('/en/courses/small/modules/first')
    expect((await other.post(`/en/attempts/${id}/answers`, { 'answer-first-1': 'b' })).status).toBe(404)
    expect((await other.post(`/en/attempts/${id}/submit`, { anyway: 'yes' })).status).toBe(404)
    expect(await college.learning.attempts.get(id, 'ole')).toMatchObject({ state: 'open', answers: {} })
  })

  test.each(['none', '00000000-0000-4000-8000-000000000000', '%24ne'])('there is no attempt %s', async (id) => {
    expect((await college.browser('ole').get(`/en/attempts/${id}`)).status).toBe(404)
  })

  test.each([
    ['a question not asked', { 'answer-second-1': 'b' }],
    ['an option that is not there', { 'answer-first-1': 'z' }],
    ['two options of one', { 'answer-first-1': ['a', 'b'] }],
  ])('%s is refused in the reader’s language, and nothing of it saved', async (_, fields) => {
    const browser = college.browser('ole')
    const id = attemptIn((await browser.get(quizPath)).text)
    for (const step of ['answers', 'submit']) {
      const { status, text } = await browser.post(`/fr/attempts/${id}/${step}`, {
        'answer-first-4': 'b',
        anyway: 'yes',
        ...fields,
      })
      expect(status).toBe(400)
      expect(text).toContain('Ces réponses ne correspondent pas à cette tentative')
    }
    expect(await college.learning.attempts.get(id, 'ole')).toMatchObject({ state: 'open', answers: {} })
  })

  test('a form without its token changes nothing', async () => {
    const browser = college.browser('ole')
    const id = attemptIn((await browser.get(quizPath)).text)
    const { status } = await browser.post(`/en/attempts/${id}/submit`, { _csrf: 'forged', anyway: 'yes' })
    expect(status).toBe(403)
    expect((await college.learning.attempts.get(id, 'ole')).state).toBe('open')
  })
})

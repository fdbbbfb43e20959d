import { testCollege, type College } from './college.js'
import { enrolled } from './steps.js'

let college: College
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.drop())

const fromMemory = (account: string) => college.learning.enrolmentFromMemory(account, 'small')

test('what this process changes is seen at once, also by who only looks', async () => {
  expect(await fromMemory('amina')).toBeUndefined()
  const enrolment = await college.learning.enrol({ account: 'amina', course: college.course(), language: 'en' })
  expect(await fromMemory('amina')).toMatchObject({ registration: enrolment.registration, modules: {} })
  await college.learning.markRead(enrolment, 'first', 'en')
  expect(await fromMemory('amina')).toMatchObject({ modules: { first: { readAt: college.clock.now() } } })
  await college.learning.keepPlace(enrolment, { module: 'second' })
  expect(await fromMemory('amina')).toMatchObject({ place: { module: 'second' } })
})

test('what another process changes is seen at once by who changed something, and a moment later by the others', async () => {
  const browser = await enrolled(college, 'joseph')
  await browser.get('/en/courses/small/modules/first')
  const elsewhere = { $set: { modules: { first: { readAt: new Date(), passedAt: new Date() } } } }
  expect((await fromMemory('joseph'))?.modules).toEqual({})
  await college.connection.collection('enrolments').updateOne({ account: 'joseph' }, elsewhere)
  expect((await fromMemory('joseph'))?.modules).toEqual({})
  expect((await college.learning.enrolment('joseph', 'small'))?.modules).toHaveProperty('first')
  const { text } = await browser.get('/en/courses/small')
  expect(text).toContain('Complete')
  const { text: seenByAnother } = await college.browser('joseph').get('/en/courses/small')
  expect(seenByAnother).not.toContain('Complete')
})

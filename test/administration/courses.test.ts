import request from 'supertest'
import { smallPackage, temporaryFolder } from '../courses/package.js'
import { castOf, signInAs, type Cast, type Name } from '../support/cast.js'
import { textOf } from '../support/forms.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'

const packages = await temporaryFolder()
let platform: TestPlatform
let cast: Cast

beforeAll(async () => {
  await packages.write('small', smallPackage())
  const permits = smallPackage()
  const course = permits['course.yaml']!.replace('id: small', 'id: permits')
  await packages.write('permits', { ...permits, 'course.yaml': course })
  platform = await testPlatform({ courseDirectory: packages.folder })
  cast = await castOf(platform.college.accounts, ['adam', 'amina', 'diego'])
})
afterAll(async () => {
  await platform.close()
  await packages.drop()
})

async function page(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent.get('/en/administration/courses').set('Accept', 'text/html')
}

test('says that all is well, and which version is served', async () => {
  const text = textOf(await page('adam'))
  expect(text).toContain('Every package is whole')
  expect(text).toContain('Small course en 1.0.0')
})

test('names file and line of what is wrong with a broken package, and serves the last good version', async () => {
  const broken = smallPackage()
  const course = broken['course.yaml']!.replace('1.0.0', '1.1.0').replace('modules: [first', 'modules: [missing, first')
  await packages.write('small', { ...broken, 'course.yaml': course })
  await platform.college.courses.importShipped()

  const text = textOf(await page('adam'))
  expect(text).toContain('The package “small” was refused')
  expect(text).toContain('Version 1.0.0, the last good one, is served instead')
  expect(text).toContain('en/missing.md:1: The file is missing.')
  await request(platform.app).get('/en/courses/small').expect(200)
})

test('a trainer sees the own courses only, an officer nothing', async () => {
  const trainer = textOf(await page('diego'))
  expect(trainer).toContain('Small course en 1.0.0')
  expect(trainer).not.toContain('“small”')
  expect(trainer).toContain('Every package is whole')
  expect((await page('amina')).status).toBe(403)
})

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import request from 'supertest'
import type { Registration } from '../server/accounts/index.js'
import { castOf, password, signInAs, type Cast, type Name } from './support/cast.js'
import { certify } from './support/certify.js'
import { submit, textOf } from './support/forms.js'
import { testPlatform, type TestPlatform } from './support/platform.js'

let platform: TestPlatform
let cast: Cast

beforeAll(async () => {
  platform = await testPlatform()
  cast = await castOf(platform.college.accounts)
})
afterAll(() => platform.close())

async function as(name: Name) {
  const agent = request.agent(platform.app)
  await signInAs(agent, cast[name])
  return agent
}

/** The letters to somebody that came since they were read last. */
const read = new Set<string>()
async function newLetters(name: Name): Promise<string[]> {
  await platform.college.accounts.settled()
  const folder = join(platform.dataDir, 'mail')
  const files = (await readdir(folder).catch(() => [])).sort()
  const letters = await Promise.all(
    files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
  )
  const found = letters.filter(([file, text]) => !read.has(file) && text.includes(`\nTo: ${cast[name].email}\n`))
  for (const [file] of found) read.add(file)
  return found.map(([, text]) => text)
}

let arrivals = 0
/** Somebody says to work for Kenya. */
function arrive(change: Partial<Registration> = {}) {
  const email = `arrival-${++arrivals}@example.org`
  const place = { party: 'KE', agency: 'customs', language: 'en' } as const
  return platform.college.accounts.entry.admit({ name: 'Somebody New', email, ...place, ...change }, { password })
}

describe('a focal point is told of claims that wait', () => {
  const tell = () => platform.college.accounts.tellFocalPoints()
  const minutesOfADay = 24 * 60

  test('by one message a day at most, and only where somebody new waits', async () => {
    await tell()
    const [first, ...more] = await newLetters('wanjiru')
    expect(first).toContain('Party: Kenya\nWaiting at present: 1\n')
    expect(more).toEqual([])
    platform.clock.pass(60)
    await arrive()
    await arrive()
    await tell()
    expect(await newLetters('wanjiru')).toEqual([])
    platform.clock.pass(minutesOfADay)
    // Two processes at once.
    await Promise.all([tell(), tell()])
    expect(await newLetters('wanjiru')).toEqual([expect.stringContaining('Waiting at present: 3')])
    platform.clock.pass(2 * minutesOfADay)
    await tell()
    expect(await newLetters('wanjiru')).toEqual([])
  })

  test('in their language, and not of another Party’s', async () => {
    expect(await newLetters('lucie')).toEqual([expect.stringContaining('En attente actuellement\u00a0: 1')])
    await arrive()
    await tell()
    expect(await newLetters('lucie')).toEqual([])
    expect(await newLetters('wanjiru')).toHaveLength(1)
  })

  test('by a number in the menu, which counts nobody who is gone', async () => {
    const menu = async (name: Name) => textOf(await (await as(name)).get('/en/courses'))
    expect(await menu('wanjiru')).toContain('My Party 4 4 people wait for confirmation')
    expect(await menu('lucie')).toContain('My Party 1 1 person waits for confirmation')
    expect(await menu('sofia')).not.toContain('for confirmation')
    const gone = await arrive()
    expect(await menu('wanjiru')).toContain('My Party 5 ')
    await platform.college.accounts.ownData.eraseSelf(gone, password, [])
    const wanjiru = await as('wanjiru')
    expect(textOf(await wanjiru.get('/en/my-party'))).toContain('Waiting for confirmation (4)')
    expect(textOf(await wanjiru.get('/en/nowhere'))).toContain('My Party 4 ')
  })
})

describe('somebody is told', () => {
  test('of being appointed as focal point, and of the end of that', async () => {
    const page = '/en/administration/focal-points'
    const sofia = await as('sofia')
    await submit(sofia, page, { party: 'KE', email: 'amina@example.org' })
    const [appointed] = await newLetters('amina')
    expect(appointed).toContain('Subject: You are a focal point')
    expect(appointed).toContain('for this Party: Kenya.')
    // Once more changes nothing.
    await submit(sofia, page, { party: 'KE', email: 'amina@example.org' })
    expect(await newLetters('amina')).toEqual([])
    await submit(sofia, page, {}, { action: `${page}/${cast.amina.id}/withdraw` })
    expect(await newLetters('amina')).toEqual([expect.stringContaining('has ended your appointment')])
  })

  test('of a role that is given or removed by somebody else, in their language', async () => {
    const page = '/en/administration/roles'
    const adam = await as('adam')
    await submit(adam, page, { email: 'diego@example.org', role: 'administrator' })
    expect(await newLetters('diego')).toEqual([expect.stringContaining('le ha asignado esta función: Administrador.')])
    await submit(adam, page, { role: 'administrator' }, { action: `${page}/${cast.diego.id}/take` })
    expect(await newLetters('diego')).toEqual([expect.stringContaining('le ha retirado esta función: Administrador.')])
    await platform.college.accounts.roles.giveRole(cast.diego.id, { role: 'secretariat' }, 'command')
    await platform.college.accounts.roles.takeRole(cast.diego.id, 'secretariat', cast.diego.id)
    expect(await newLetters('diego')).toEqual([])
  })

  test('that a certificate was revoked, and why', async () => {
    const { college } = platform
    await certify(college, cast.diego.id)
    const [certificate] = await college.certificates.of([cast.diego.id])
    const { code } = certificate!
    const reason = 'The examination was taken by somebody else.'
    await submit(await as('sofia'), `/en/certificates/${code}/revocation`, { reason })
    const [letter] = await newLetters('diego')
    expect(letter).toContain('Subject: Su certificado ha sido revocado: Permisos')
    expect(letter).toContain(`Motivo: ${reason}`)
    expect(letter).toContain(`/es/verify/${code}`)
  })
})

describe('whoever signs in comes to where their work is', () => {
  test.each([
    ['amina', '/en/learning'],
    ['diego', '/es/learning'],
    ['lucie', '/fr/my-party'],
    ['sofia', '/en/administration/people'],
    ['adam', '/en/administration/roles'],
  ] as const)('%s: %s', async (name, path) => {
    const agent = request.agent(platform.app)
    expect((await signInAs(agent, cast[name])).headers['location']).toBe(path)
    expect((await agent.get('/en/sign-in')).headers['location']).toBe(path)
    expect((await agent.get(path)).status).toBe(200)
  })

  test('or to the page that they were on their way to', async () => {
    const form = { email: cast.sofia.email, password, next: '/en/courses' }
    const answer = await submit(request.agent(platform.app), '/en/sign-in', form)
    expect(answer.headers['location']).toBe('/en/courses')
  })
})

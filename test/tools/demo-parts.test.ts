import { createServer } from 'node:net'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readParties } from '../../server/accounts/index.js'
import { mark, questionOf, type Question, type Quiz } from '../../server/quizzes/index.js'
import { answersTo } from '../../server/tools/demo/answers.js'
import { officials } from '../../server/tools/demo/officials.js'
import { focalPoints, password, signIns } from '../../server/tools/demo/people.js'
import { keptSecrets } from '../../server/tools/demo/secrets.js'
import { demoSettings } from '../../server/tools/demo/settings.js'
import { createStoryClock } from '../../server/tools/demo/story-clock.js'
import { temporaryFolder } from '../base/database/processes.js'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => folder.remove())

describe('answers', () => {
  const question = (id: string, type: Question['type'], options: string[], key: string[]): Question => ({
    ...{ id, type, options, key, points: 1, provision: 'art-ii-1', module: 'm' },
  })
  const questions = [
    question('one', 'single', ['a', 'b', 'c'], ['a']),
    question('several', 'multiple', ['a', 'b', 'c'], ['a', 'c']),
    question('single-of-several', 'multiple', ['a', 'b'], ['b']),
    question('statement', 'true-false', ['true', 'false'], ['false']),
  ]
  const ref = { course: 'c', version: '1', quiz: 'q' }
  const quiz: Quiz = { ref, questions, passMark: 75, pauseMinutes: 0, draw: undefined }
  const attempt = { questions: questions.map(({ id, options }) => ({ id, options })) }

  it.each([0, 1, 3, 4])('are wrong in %i questions, and always possible', (wrong) => {
    const answers = answersTo(quiz, attempt, { person: 'ana', wrong })
    const marks = questions.map(({ id }) => mark(questionOf(quiz, id), answers[id] ?? []))
    expect(marks.filter(({ correct }) => !correct)).toHaveLength(wrong)
    for (const { id, options, type } of questions) {
      expect(options).toEqual(expect.arrayContaining(answers[id] ?? ['none']))
      if (type !== 'multiple') expect(answers[id]).toHaveLength(1)
    }
  })
})

describe('the clock of stories', () => {
  it('goes by the moment of each story, beside one another, and is now everywhere else', async () => {
    const now = new Date('2026-11-21T10:00:00Z')
    const clock = createStoryClock({ now: () => now })
    const tell = (year: number) =>
      clock.during(new Date(Date.UTC(year, 0)), async (moveTo) => {
        const seen = [clock.now().getUTCFullYear()]
        await new Promise((resolve) => setTimeout(resolve, 5))
        moveTo(new Date(Date.UTC(year, 6)))
        await new Promise((resolve) => setTimeout(resolve, 5))
        return [...seen, clock.now().getUTCFullYear(), clock.now().getUTCMonth(), clock.isStory()]
      })
    const told = Promise.all([tell(2024), tell(2025)])
    expect([clock.now(), clock.isStory()]).toEqual([now, false])
    expect(await told).toEqual([
      [2024, 2024, 6, true],
      [2025, 2025, 6, true],
    ])
  })
})

describe('the people', () => {
  const all = [...signIns, ...focalPoints, ...officials]
  const parties = readParties()

  it('are about fifty, of many Parties and all regions', () => {
    expect(all.length).toBeGreaterThanOrEqual(45)
    const places = officials.map(({ party }) => party)
    expect(new Set(places).size).toBeGreaterThanOrEqual(20)
    expect(new Set(places.map((party) => parties.region(party))).size).toBe(6)
    expect(places).not.toContain('KE')
  })

  it('have addresses of their own that reach nobody, and known Parties', () => {
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length)
    for (const { email, party } of all) {
      expect(email).toMatch(/^[a-z.-]+@example\.org$/)
      expect(parties.isKnown(party)).toBe(true)
    }
    expect(password.length).toBeGreaterThanOrEqual(12)
  })

  it('have all done what they did before the demo began', () => {
    for (const { name, enrolled = 0, pace = 3, modules = 4, sequel } of all) {
      const left = enrolled - pace * modules
      expect([name, enrolled === 0 || left > 0, (sequel?.daysAgo ?? 0) < left || !sequel]).toEqual([name, true, true])
    }
  })
})

describe('the settings', () => {
  const dataDir = () => join(folder.path, 'settings')

  it('are the demo’s own where the environment has none', async () => {
    const settings = await demoSettings({ DATA_DIR: dataDir(), PORT: '4321' })
    expect(settings).toMatchObject({
      ...{ port: 4321, host: '127.0.0.1', baseUrl: 'http://127.0.0.1:4321', logLevel: 'warn', mongodbUri: undefined },
      lrsDefault: { key: 'demo' },
    })
    const again = await demoSettings({ DATA_DIR: dataDir(), PORT: '4322', LOG_LEVEL: 'info', HOST: '0.0.0.0' })
    expect(again).toMatchObject({ logLevel: 'info', host: '127.0.0.1' })
    expect([again.sessionSecret, again.lrsDefault, again.iriBase]).toEqual([
      settings.sessionSecret,
      settings.lrsDefault,
      settings.iriBase,
    ])
  })

  it('take the next port where the usual one is taken, and none that was asked for', async () => {
    const first = await demoSettings({ DATA_DIR: dataDir() })
    const other = createServer().listen(first.port, '127.0.0.1')
    await once(other, 'listening')
    expect((await demoSettings({ DATA_DIR: dataDir() })).port).toBeGreaterThan(first.port)
    expect((await demoSettings({ DATA_DIR: dataDir(), PORT: String(first.port) })).port).toBe(first.port)
    other.close()
  })

  it('are refused in plain words where they are wrong', async () => {
    await expect(demoSettings({ DATA_DIR: dataDir(), PORT: 'many' })).rejects.toThrow(/^The settings .*\n.*PORT/)
    await expect(demoSettings({ DATA_DIR: dataDir(), LRS_API_KEY_DEFAULT: 'mine' })).rejects.toThrow('set together')
  })

  it('make secrets anew where a start was killed while it wrote them', async () => {
    const secrets = await keptSecrets(dataDir())
    await writeFile(join(dataDir(), 'demo-secrets.json'), '{"sessionSe')
    const made = await keptSecrets(dataDir())
    expect(made.sessionSecret).not.toBe(secrets.sessionSecret)
    expect(await keptSecrets(dataDir())).toEqual(made)
  })
})

import { randomUUID } from 'node:crypto'
import type { Attempt, Quiz } from '../../../server/quizzes/index.js'
import { castOf, type Cast } from '../../support/cast.js'
import { testPlatform, type TestPlatform } from '../../support/platform.js'
import { currentCourse, letterLink } from './officer.js'

/** A platform where everything has happened once, so that every page has something to show. */
export interface Scene {
  platform: TestPlatform
  cast: Cast
  /** Codes of certificates: Amina's, valid; Diego's, revoked. */
  codes: { valid: string; revoked: string }
  /** Addresses of results: Joseph failed a quiz, Sylvie the examination, Amina passed both. */
  results: { quizFailed: string; quizPassed: string; failed: string; passed: string }
  /** The pages of two credentials, without a language. */
  credential: string
  revokedCredential: string
  /** Paths of letters' links, without a language. */
  links: { confirm: string; invitation: string }
  /** An LRS that statements are forwarded to; it cannot be reached, and has refused one. */
  target: string
}

export async function scene(): Promise<Scene> {
  const platform = await testPlatform()
  const cast = await castOf(platform.college.accounts)
  const learner = learners(platform)
  const amina = await learner(cast.amina.id)
  const diego = await learner(cast.diego.id)
  const sylvie = await learner(cast.sylvie.id)
  const joseph = await learner(cast.joseph.id)
  const [quizPassed] = await Promise.all([amina.completeModules(), diego.completeModules(), sylvie.completeModules()])
  const passed = await amina.take('examination', 'right')
  await diego.take('examination', 'right')
  const failed = await sylvie.take('examination', 'wrong')
  await joseph.read(0)
  const quizFailed = await joseph.take(joseph.course.modules[1] ?? '', 'wrong')
  await joseph.begin(joseph.course.modules[0] ?? '')
  return {
    ...{ platform, cast, links: await letters(platform, cast), ...(await credentialsOf(platform)) },
    codes: { valid: await codeOf(platform, cast.amina.id), revoked: await revoked(platform, cast) },
    results: { quizFailed, quizPassed, failed, passed },
    target: await unreachable(platform),
  }
}

async function unreachable({ college, connection }: TestPlatform): Promise<string> {
  const filter = {
    verbs: ['http://adlnet.gov/expapi/verbs/passed'],
    activities: [],
    parties: ['KE', 'FR'],
    notFrom: [],
  }
  const { id } = await college.forwarding.add(
    {
      ...{ name: 'Partner academy', endpoint: 'https://lrs.invalid/a/rather/long/way/to/its/resources/xapi' },
      ...{ key: 'college', version: '1.0.3', filter: { ...filter, origin: 'own' } },
    },
    'a secret',
    'start',
  )
  const detail = JSON.stringify({ code: 'invalid', message: 'a long answer '.repeat(20) })
  await connection.collection('forwarding_dead_letters').insertOne({
    ...{ target: id, statement: randomUUID(), position: 1, at: new Date(), again: true },
    ...{ reason: 'invalid', status: 400, detail },
  })
  return id
}

/** Lets somebody learn without a browser: what a test needs to have happened before it begins. */
export const learners =
  ({ college }: TestPlatform) =>
  async (account: string) => {
    const { learning, courses } = college
    const course = currentCourse({ college } as TestPlatform)
    const language = 'en'
    const enrolment = await learning.enrol({ account, course, language })
    const begin = (quiz: string) => learning.startQuiz({ account, course, quiz, language })
    const read = (module: number) => learning.markRead(enrolment, course.modules[module] ?? '', language)

    /** @returns the path of the result */
    async function take(quiz: string, how: 'right' | 'wrong'): Promise<string> {
      const attempt = await begin(quiz)
      await learning.attempts.submit(attempt.id, account, answers(courses.quiz(course, quiz), attempt, how))
      return `/attempts/${attempt.id}`
    }
    async function completeModules(): Promise<string> {
      let result = ''
      for (const [index, module] of course.modules.entries()) {
        await read(index)
        result = await take(module, 'right')
      }
      return result
    }
    return { course, begin, read, take, completeModules }
  }

function answers({ questions }: Quiz, attempt: Attempt, how: 'right' | 'wrong'): Record<string, string[]> {
  const key = (id: string) => questions.find((question) => question.id === id)?.key ?? []
  return Object.fromEntries(
    attempt.questions.map(({ id, options }) => [
      id,
      how === 'right' ? key(id) : options.filter((option) => !key(id).includes(option)).slice(0, 1),
    ]),
  )
}

async function codeOf({ college }: TestPlatform, account: string): Promise<string> {
  const [certificate] = await college.certificates.of([account])
  if (!certificate) throw new Error('No certificate was issued')
  return certificate.code
}

/** A credential with all that its page can say, and one that was revoked. */
async function credentialsOf({ college, clock }: TestPlatform) {
  const { credentials } = college.lrs
  const tomorrow = new Date(clock.now().getTime() + 24 * 3_600_000)
  const authority = { name: 'Academy', mbox: 'mailto:lrs@academy.example' }
  const made = await credentials.create({ name: 'Academy', scopes: ['statements/write', 'state'], authority })
  await credentials.vouch(made.id, { party: 'KE', counts: true })
  await credentials.rotate(made.id, tomorrow)
  const over = await credentials.create({ name: 'Old Moodle' })
  await credentials.revoke(over.id, 'The secret was seen by others.')
  const path = ({ id }: { id: string }) => `/administration/credentials/${id}`
  return { credential: path(made), revokedCredential: path(over) }
}

async function revoked(platform: TestPlatform, { diego, sofia }: Cast): Promise<string> {
  const code = await codeOf(platform, diego.id)
  const reason = 'The examination was taken by somebody else.'
  await platform.college.certificates.revoke({ code, reason, by: sofia.id })
  return code
}

/** Somebody who has registered and not yet confirmed, and somebody who is invited. */
async function letters(platform: TestPlatform, { wanjiru }: Cast): Promise<Scene['links']> {
  const { entry, invitations } = platform.college.accounts
  const [newcomer, guest] = ['newcomer@example.org', 'guest@example.org']
  const place = { party: 'KE', agency: 'police', language: 'en' } as const
  await entry.register({ name: 'Peter Newcomer', email: newcomer, ...place })
  await invitations.invite({ email: guest, ...place, invitedBy: wanjiru.id, how: 'focal-point' })
  const path = async (email: string) => new URL(await letterLink(platform, email)).pathname.replace(/^\/en/, '')
  return { confirm: await path(newcomer), invitation: await path(guest) }
}

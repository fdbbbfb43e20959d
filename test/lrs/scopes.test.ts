import { randomUUID } from 'node:crypto'
import request from 'supertest'
import type { Scope } from '../../server/lrs/index.js'
import type { Agent, Statement } from '../../server/xapi/index.js'
import { path, useRouter } from './router.js'
import { statement, voiding } from './support.js'

const { used, post } = useRouter()

/** Requests by a credential with these scopes. */
async function holder(scopes: Scope[], authority?: Agent) {
  const credential = await used.lrs.credentials.create({ name: 'Scoped', scopes, ...(authority && { authority }) })
  const { key, secret } = credential
  const as = (one: request.Test) => one.auth(key, secret).set('X-Experience-API-Version', '1.0.3')
  return {
    credential,
    get: (query = '') => as(request(used.app).get(`${path}${query}`)),
    post: (body: object) => as(request(used.app).post(path)).send(body),
    put: (id: string, body: object) => as(request(used.app).put(`${path}?statementId=${id}`)).send(body),
  }
}

type Page = { statements: Statement[]; more: string }
const idsIn = ({ body }: request.Response) => (body as Page).statements.map(({ id }) => id)

describe('scopes (xAPI 1.0.3, Communication 4.2)', () => {
  const cases: [Scope, 'may' | 'may not', 'may' | 'may not'][] = [
    ['statements/write', 'may', 'may not'],
    ['statements/read', 'may not', 'may'],
    ['statements/read/mine', 'may not', 'may'],
    ['state', 'may not', 'may not'],
    ['profile', 'may not', 'may not'],
    ['define', 'may not', 'may not'],
    ['all/read', 'may not', 'may'],
    ['all', 'may', 'may'],
  ]
  test.each(cases)('%s %s write statements, and %s read them', async (scope, mayWrite, mayRead) => {
    const one = await holder([scope])
    const sent = statement()
    expect((await one.post(sent)).status).toBe(mayWrite === 'may' ? 200 : 403)
    expect((await one.put(sent.id, sent)).status).toBe(mayWrite === 'may' ? 204 : 403)
    expect((await one.get()).status).toBe(mayRead === 'may' ? 200 : 403)
    expect(await used.lrs.get(sent.id)).toEqual(mayWrite === 'may' ? expect.anything() : undefined)
  })

  test('a refusal names the scope that is missing, and those that are there', async () => {
    const reader = await holder(['statements/read', 'state'])
    const { body } = await reader.post(statement()).expect(403)
    expect(body).toEqual({
      code: 'scope',
      message: 'this needs the scope statements/write; this credential has statements/read, state',
    })
    const writer = await holder(['statements/write'])
    const refusal = (await writer.get().expect(403)).body as { message: string }
    expect(refusal.message).toContain('one of the scopes statements/read, statements/read/mine, all/read')
  })
})

describe('statements/read/mine', () => {
  test('sees only what the same authority stored: by id, voided id, in pages and by `more`', async () => {
    const mine = await holder(['statements/write', 'statements/read/mine'])
    const verb = { id: 'http://example.org/verbs/mine' }
    const [foreign, alsoForeign] = [statement({ verb }), statement({ verb })]
    const own = Array.from({ length: 5 }, () => statement({ verb }))
    await post([foreign, alsoForeign]).expect(200)
    await mine.post(own).expect(200)
    await post(statement({ verb })).expect(200)
    const voidedOwn = statement({ verb })
    await mine.post(voidedOwn).expect(200)
    await mine.post(voiding(voidedOwn.id)).expect(200)
    await post(voiding(alsoForeign.id)).expect(200)

    await mine.get(`?statementId=${own[0]?.id}`).expect(200)
    await mine.get(`?statementId=${foreign.id}`).expect(404)
    await mine.get(`?voidedStatementId=${voidedOwn.id}`).expect(200)
    await mine.get(`?voidedStatementId=${alsoForeign.id}`).expect(404)

    const found: string[] = []
    let page = await mine.get(`?verb=${encodeURIComponent(verb.id)}&limit=2`).expect(200)
    for (;;) {
      found.push(...idsIn(page))
      const { more } = page.body as Page
      if (more === '') break
      page = await mine.get(more.replace(path, '')).expect(200)
    }
    // The voiding statement is found by what its target is found by.
    expect(found.slice(1).sort()).toEqual(own.map(({ id }) => id).sort())
    expect(found).toHaveLength(6)
  })

  test('gets nothing of others by a `more` that others were given', async () => {
    await post([statement(), statement(), statement()]).expect(200)
    const reader = await holder(['statements/read'])
    const { more } = (await reader.get('?limit=1').expect(200)).body as Page
    const mine = await holder(['statements/read/mine'])
    expect(idsIn(await mine.get(more.replace(path, '')).expect(200))).toEqual([])
    expect(idsIn(await reader.get(more.replace(path, '')).expect(200))).toHaveLength(1)
  })

  test('two credentials of one authority see what either stored', async () => {
    const authority: Agent = { name: 'Academy', mbox: 'mailto:lrs@academy.example' }
    const writer = await holder(['statements/write'], authority)
    const reader = await holder(['statements/read/mine'], authority)
    const sent = statement()
    await writer.post(sent).expect(200)
    const found = (await reader.get(`?statementId=${sent.id}`).expect(200)).body as Statement
    expect(found.authority).toEqual({ objectType: 'Agent', ...authority })
  })

  test('with statements/read beside it, sees all', async () => {
    const sent = statement()
    await post(sent).expect(200)
    await (await holder(['statements/read/mine', 'statements/read'])).get(`?statementId=${sent.id}`).expect(200)
  })

  test('goes along an index, and looks at no more than its page', async () => {
    const mine = await holder(['statements/write', 'statements/read/mine'])
    const other = await holder(['statements/write'])
    for (let round = 0; round < 3; round += 1) {
      await mine.post(Array.from({ length: 50 }, () => statement({ id: randomUUID() }))).expect(200)
      await other.post(Array.from({ length: 50 }, () => statement({ id: randomUUID() }))).expect(200)
    }
    const authority = `account:https://college.example.org credential-${mine.credential.id}`
    const plan = (await used.database.statements
      .find({ authority, voided: { $exists: false } } as object)
      .sort({ position: -1 })
      .limit(21)
      .explain('executionStats')) as { queryPlanner: object; executionStats: { totalDocsExamined: number } }
    expect(JSON.stringify(plan.queryPlanner)).not.toMatch(/COLLSCAN|"stage":"SORT"/)
    expect(plan.executionStats.totalDocsExamined).toBeLessThanOrEqual(21)
  })
})

import { createHash } from 'node:crypto'
import type { Agent } from '../../server/xapi/index.js'
import { useRouter } from './router.js'
import { statement } from './support.js'

const { used, call, post } = useRouter()

const address = (agent: unknown) => `/xapi/agents?agent=${encodeURIComponent(JSON.stringify(agent))}`
const person = async (agent: Agent) => (await call('get', address(agent)).expect(200)).body as object
const account = { homePage: 'http://example.org', name: 'amina' }

beforeEach(async () => {
  await used.database.connection.collection('lrs_agents').deleteMany({})
})

describe('a person', () => {
  test.each<[string, Agent, object]>([
    ['address', { mbox: 'mailto:a@example.org' }, { mbox: ['mailto:a@example.org'] }],
    ['hash', { mbox_sha1sum: 'a'.repeat(40) }, { mbox_sha1sum: ['a'.repeat(40)] }],
    ['OpenID', { openid: 'http://example.org/a' }, { openid: ['http://example.org/a'] }],
    ['account', { account, name: 'Amina' }, { account: [account], name: ['Amina'] }],
  ])('that is unknown is answered as what was asked, by its %s', async (_name, agent, expected) => {
    const answer = await call('get', address(agent)).expect(200)
    expect(answer.body).toEqual({ objectType: 'Person', ...expected })
    expect(answer.get('ETag')).toMatch(/^"[0-9a-f]{40}"$/)
  })

  test('has every name that statements give to the agent, wherever they name it', async () => {
    const named = (name: string) => ({ account, name })
    const context = {
      instructor: named('Instructor'),
      team: { objectType: 'Group', name: 'Team', member: [named('Member')] },
    }
    await post(statement({ actor: named('Actor'), context })).expect(200)
    await post([
      statement({ actor: named('Actor') }),
      statement({ object: { objectType: 'Agent', ...named('Object') } }),
    ]).expect(200)
    expect(await person({ account })).toEqual({
      objectType: 'Person',
      name: ['Actor', 'Instructor', 'Member', 'Object'],
      account: [account],
    })
  })

  test('is found by the address in all its spellings, and has the names of its hash, not the other way round', async () => {
    const mbox = 'mailto:Amina@example.org'
    const mbox_sha1sum = createHash('sha1').update(mbox).digest('hex')
    await post(statement({ actor: { mbox: 'mailto:Amina@EXAMPLE.org', name: 'Amina' } })).expect(200)
    await post(statement({ actor: { mbox_sha1sum, name: 'A. O.' } })).expect(200)
    expect(await person({ mbox })).toEqual({
      objectType: 'Person',
      name: ['Amina', 'A. O.'],
      mbox: [mbox, 'mailto:Amina@EXAMPLE.org'],
      mbox_sha1sum: [mbox_sha1sum],
    })
    expect(await person({ mbox_sha1sum })).toEqual({
      objectType: 'Person',
      name: ['A. O.'],
      mbox_sha1sum: [mbox_sha1sum],
    })
  })

  test('is asked for by one agent, and only by GET and HEAD', async () => {
    await call('get', '/xapi/agents').expect(400)
    await call('get', address({ name: 'Amina' })).expect(400)
    await call('get', address({ objectType: 'Group', mbox: 'mailto:a@example.org' })).expect(400)
    await call('get', `${address({ account })}&name=x`).expect(400)
    await call('head', address({ account })).expect(200)
    expect((await call('post', address({ account })).expect(405)).get('Allow')).toBe('GET, HEAD')
  })

  test('has the latest names where there are too many', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(100)}`)
    for (let start = 0; start < names.length; start += 100)
      await post(names.slice(start, start + 100).map((name) => statement({ actor: { account, name } }))).expect(200)
    const { name } = (await person({ account })) as { name: string[] }
    expect(name.length).toBeGreaterThan(50)
    expect(name).toContain(names.at(-1))
    expect(name).not.toContain(names[0])
  })
})

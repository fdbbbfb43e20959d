import type { Statement } from '../../server/xapi/index.js'
import { moreLivesMs } from '../../server/lrs/statements/more.js'
import { languagePreference, localized } from '../../server/lrs/statements/languages.js'
import { writeStatements } from '../../server/lrs/statements/format.js'
import { fullStatement, handClock, statement } from './support.js'
import { asText, path, useRouter } from './router.js'

const clock = handClock()
const { call, post } = useRouter(200_000, { clock })

const first = async (query: Record<string, string>, languages = '') =>
  ((await call('get').set('Accept-Language', languages).query(query).expect(200)).body.statements as Statement[])[0]

describe('format', () => {
  test('ids leaves what identifies', async () => {
    const agent = { objectType: 'Agent' as const, name: 'A', mbox: 'mailto:a@example.org' }
    const inner = {
      ...{ objectType: 'SubStatement', actor: agent, verb: { id: 'http://a.b/v', display: { en: 'v' } } },
      object: { ...agent },
      context: { contextActivities: { parent: { id: 'http://a.b/p', definition: { name: { en: 'P' } } } } },
    }
    const full = fullStatement()
    await post([{ ...full, context: { ...full.context, instructor: agent } }, statement({ object: inner })]).expect(200)
    const { body } = await call('get').query({ format: 'ids', ascending: 'true' }).expect(200)
    const [whole, outer] = body.statements as Statement[]
    const members = [{ account: { homePage: 'http://example.org', name: 'one' } }, { mbox: 'mailto:b@example.org' }]
    expect(whole).toMatchObject({ id: full.id, result: full.result, attachments: full.attachments })
    expect(whole?.actor).toEqual({ objectType: 'Group', member: members })
    expect(whole?.verb).toEqual({ id: full.verb.id })
    expect(whole?.object).toEqual({ id: full.object.id })
    expect(whole?.context).toMatchObject({
      instructor: { objectType: 'Agent', mbox: agent.mbox },
      platform: 'A platform',
    })
    expect(whole?.context?.['instructor']).not.toHaveProperty('name')
    expect(whole?.context?.contextActivities).toEqual({ parent: [{ id: 'http://example.org/activities/quiz' }] })
    const bare = { objectType: 'Agent', mbox: agent.mbox }
    expect(outer?.object).toEqual({
      ...{ objectType: 'SubStatement', actor: bare, verb: { id: 'http://a.b/v' }, object: bare },
      context: { contextActivities: { parent: [{ id: 'http://a.b/p' }] } },
    })
  })

  test('canonical leaves one language of each map, by the preference of the reader; exact all', async () => {
    const sent = statement({
      verb: { id: 'http://a.b/v', display: { en: 'read', fr: 'a lu', 'es-MX': 'leyó' } },
      object: {
        id: 'http://a.b/o',
        definition: {
          name: { en: 'Question', fr: 'Question (fr)' },
          extensions: { 'http://a.b/e': { en: 'x', fr: 'y' } },
          interactionType: 'choice',
          choices: [{ id: 'a', description: { es: 'Uno', en: 'One' } }],
        },
      },
    })
    await post(sent).expect(200)
    const french = await first({ format: 'canonical' }, 'de, fr-CA;q=0.9, en;q=0.5')
    expect(french?.verb.display).toEqual({ fr: 'a lu' })
    expect(french?.object.definition).toEqual({
      ...sent.object.definition,
      name: { fr: 'Question (fr)' },
      choices: [{ id: 'a', description: { en: 'One' } }],
    })
    expect((await first({ format: 'canonical' }, 'es'))?.verb.display).toEqual({ 'es-MX': 'leyó' })
    expect((await first({ format: 'canonical' }))?.verb.display).toEqual({ en: 'read' })
    expect((await first({ format: 'exact' }, 'fr'))?.verb).toEqual(sent.verb)
    const one = await call('get', `${path}?statementId=${sent.id}&format=canonical`).set('Accept-Language', 'fr')
    expect(one.body.verb.display).toEqual({ fr: 'a lu' })
  })

  test('canonical takes the definition that the LRS knows, wherever the activity stands', async () => {
    const known = { id: 'http://a.b/o', definition: { name: { en: 'Mine' } } }
    const text = JSON.stringify(
      statement({ object: known, context: { contextActivities: { other: [{ id: 'http://a.b/c' }] } } }),
    )
    const asked: string[][] = []
    const [written = ''] = await writeStatements([{ text }], 'canonical', {
      languages: 'fr',
      definitions: async (ids) => {
        asked.push(ids)
        return new Map(ids.map((id) => [id, { name: { en: `Known ${id}`, fr: `Connu ${id}` } }]))
      },
    })
    expect(asked).toEqual([['http://a.b/o', 'http://a.b/c']])
    const { object, context } = JSON.parse(written) as Statement
    expect(object.definition).toEqual({ name: { fr: 'Connu http://a.b/o' } })
    expect(context?.contextActivities?.['other']?.[0]?.definition).toEqual({ name: { fr: 'Connu http://a.b/c' } })
  })

  test.each([
    ['', { fr: '1', en: '2' }, 'fr'],
    ['en', { fr: '1', 'en-GB': '2' }, 'en-GB'],
    ['en-GB', { fr: '1', en: '2', 'en-GB': '3' }, 'en-GB'],
    ['EN-gb', { fr: '1', en: '2' }, 'en'],
    ['en;q=0.1, fr;q=0.2', { en: '1', fr: '2' }, 'fr'],
    ['fr;q=0, en', { fr: '1', en: '2' }, 'en'],
    ['de, *;q=0.1', { es: '1', en: '2' }, 'es'],
    ['e', { fr: '1', en: '2' }, 'fr'],
    ['en;q=nonsense', { fr: '1', en: '2' }, 'fr'],
  ])('Accept-Language %j chooses of %j %s', (header, map, tag) => {
    expect(Object.keys(localized(map, languagePreference(header)))).toEqual([tag])
    expect(localized({}, languagePreference(header))).toEqual({})
  })
})

describe('more', () => {
  const more = async (query: Record<string, string>) => (await call('get').query({ limit: '1', ...query })).body.more
  beforeEach(() => post([fullStatement(), fullStatement()]).expect(200))

  test('keeps the format', async () => {
    const { body } = await call('get', await more({ format: 'ids' })).expect(200)
    expect(body.statements[0].verb).not.toHaveProperty('display')
  })

  test('keeps that attachments were asked for', async () => {
    const { text } = await call('get', `${path}?limit=1&attachments=true`).buffer().parse(asText)
    const link = /"more":"([^"]+)"/.exec(text)?.[1]
    expect((await call('get', link).expect(200)).get('Content-Type')).toMatch(/^multipart/)
  })

  test('expires after a day, and says so', async () => {
    const link = await more({})
    clock.move(moreLivesMs - 5000)
    await call('get', link).expect(200)
    clock.move(10_000)
    const { body } = await call('get', link).expect(400)
    expect(body).toMatchObject({ code: 'expired-more', message: expect.stringMatching(/expired at 20.*anew/) })
  })

  test('cannot be changed', async () => {
    const link = (await more({})) as string
    const [before, token = ''] = link.split('more=')
    const [payload = '', signature] = decodeURIComponent(token).split('.')
    const text = Buffer.from(payload, 'base64url').toString().replace('"limit":1', '"limit":9')
    const forged = `${Buffer.from(text).toString('base64url')}.${signature}`
    expect((await call('get', `${before}more=${forged}`).expect(400)).body.code).toBe('unknown-more')
  })
})

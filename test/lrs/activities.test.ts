import mongoose, { type Connection } from 'mongoose'
import { createActivities } from '../../server/lrs/activities/activities.js'
import { createAgents } from '../../server/lrs/agents/agents.js'
import { createDescribe } from '../../server/lrs/descriptions/describe.js'
import { mentionedIn, saidIn } from '../../server/lrs/descriptions/mentions.js'
import { place, prepare } from '../../server/lrs/statements/prepare.js'
import type { Lrs } from '../../server/lrs/index.js'
import type { ActivityDefinition, Statement } from '../../server/xapi/index.js'
import { useRouter } from './router.js'
import { lrsOn, statement } from './support.js'

const { used, call, post } = useRouter()

const idOf = (name: string | number) => `http://example.org/activities/${name}`
const about = (name: string | number, definition: ActivityDefinition, more: object = {}): Statement =>
  statement({ object: { objectType: 'Activity', id: idOf(name), definition }, ...more })
const address = (id: string) => `/xapi/activities?activityId=${encodeURIComponent(id)}`
const activity = async (id: string) =>
  (await call('get', address(id)).expect(200)).body as { definition?: ActivityDefinition }
const definitionOf = async (name: string | number) => (await activity(idOf(name))).definition

beforeEach(async () => {
  const { connection } = used.database
  await Promise.all(['lrs_activities', 'lrs_agents'].map((name) => connection.collection(name).deleteMany({})))
})

describe('an activity', () => {
  test('that is unknown is answered as what was asked, with an ETag', async () => {
    const answer = await call('get', address(idOf('unknown'))).expect(200)
    expect(answer.body).toEqual({ objectType: 'Activity', id: idOf('unknown') })
    expect(answer.get('ETag')).toMatch(/^"[0-9a-f]{40}"$/)
    await call('head', address(idOf('unknown'))).expect(200)
    await call('get', address('unknown')).expect(400)
    await call('get', '/xapi/activities').expect(400)
    expect((await call('put', address(idOf('unknown'))).expect(405)).get('Allow')).toBe('GET, HEAD')
  })

  test('holds what all statements say, as soon as they are answered', async () => {
    const extensions = { 'http://example.org/a.b$c': { deep: 1 } }
    await post(about('one', { name: { 'en-US': 'meeting' }, type: 'http://example.org/types/meeting' })).expect(200)
    await post([about('one', { name: { 'fr-FR': 'réunion' } }), about('one', { extensions })]).expect(200)
    expect(await definitionOf('one')).toEqual({
      name: { 'en-US': 'meeting', 'fr-FR': 'réunion' },
      type: 'http://example.org/types/meeting',
      extensions,
    })
    await post(about('one', { name: { 'en-US': 'conference' } })).expect(200)
    await post(about('one', { name: { 'en-US': 'meeting' } })).expect(200)
    expect((await definitionOf('one'))?.name).toEqual({ 'en-US': 'meeting', 'fr-FR': 'réunion' })
  })

  test('is described in contexts and sub-statements as well', async () => {
    const named = (name: string) => ({ id: idOf(name), definition: { name: { en: name } } })
    const { actor, verb } = statement()
    const inner = { objectType: 'SubStatement', actor, verb, object: named('inner-object') }
    const context = { contextActivities: { parent: named('inner-parent') } }
    const outer = { contextActivities: { parent: [named('parent')], category: named('category') } }
    await post({ ...statement(), object: { ...inner, context }, context: outer }).expect(200)
    for (const name of ['inner-object', 'inner-parent', 'parent', 'category'])
      expect(await definitionOf(name)).toEqual({ name: { en: name } })
  })

  test('whose id is longer than any index takes is found', async () => {
    const name = 'x'.repeat(3000)
    await post(about(name, { name: { en: 'long' } })).expect(200)
    expect(await definitionOf(name)).toEqual({ name: { en: 'long' } })
  })

  test('keeps its statements when one of a batch is refused: nothing of it is taken up', async () => {
    const bad = { ...statement(), verb: {} }
    await post([about('batch', { name: { en: 'no' } }), bad]).expect(400)
    expect(await definitionOf('batch')).toBeUndefined()
  })
})

describe('what may define', () => {
  test('a statement whose credential may not define says nothing of activities and agents', async () => {
    const { connection } = used.database
    const [activities, agents] = [createActivities({ connection }), createAgents({ connection })]
    const describeAll = createDescribe({ activities, agents })
    const authority = { mbox: 'mailto:authority@example.org' }
    const sending = { authority, origin: 'platform', version: '1.0.3' } as const
    const told = (defines: boolean, name: string) => {
      const sent = about('scoped', { name: { en: name } }, { actor: { mbox: 'mailto:a@example.org', name } })
      return place(prepare(sent, { ...sending, defines }), 1, new Date())
    }
    await describeAll(saidIn([told(false, 'forbidden')]))
    expect(await definitionOf('scoped')).toBeUndefined()
    expect(await agents.person({ mbox: 'mailto:a@example.org' })).not.toHaveProperty('name')
    await describeAll(saidIn([told(true, 'allowed')]))
    expect(await definitionOf('scoped')).toEqual({ name: { en: 'allowed' } })
  })

  test('every place of a statement is looked at, in both versions of the specification', () => {
    const person = (name: string) => ({ mbox: `mailto:${name}@example.org`, name })
    const group = (name: string) => ({ objectType: 'Group', name, member: [person(`member of ${name}`)] })
    const thing = (name: string) => ({ id: idOf(name), definition: { name: { en: name } } })
    const around = (where: string) => ({
      instructor: person(`${where} instructor`),
      team: group(`${where} team`),
      contextAgents: [{ objectType: 'contextAgent', agent: person(`${where} contextAgent`) }],
      contextGroups: [{ objectType: 'contextGroup', group: group(`${where} contextGroup`) }],
      contextActivities: { parent: [thing(`${where} parent`)], other: thing(`${where} other`) },
    })
    const { verb } = statement()
    const inner = { actor: person('inner actor'), verb, object: person('inner object'), context: around('inner') }
    const { activities, agents } = mentionedIn({
      ...{ id: '1', actor: group('actor'), verb, context: around('outer') },
      object: { ...inner, objectType: 'SubStatement', object: { objectType: 'Agent', ...inner.object } },
      authority: person('authority'),
    } as unknown as Statement)
    expect(activities.map(({ definition }) => definition.name?.['en'])).toEqual(
      ['outer', 'inner'].flatMap((where) => [`${where} parent`, `${where} other`]),
    )
    const context = (where: string) =>
      ['instructor', 'team', 'contextAgent', 'contextGroup'].map((role) =>
        role === 'team' || role === 'contextGroup' ? `member of ${where} ${role}` : `${where} ${role}`,
      )
    expect(agents.map(({ name }) => name).sort()).toEqual(
      ['member of actor', ...context('outer'), 'inner actor', 'inner object', ...context('inner'), 'authority'].sort(),
    )
    const { activities: own } = mentionedIn({ ...statement(), object: thing('object') })
    expect(own).toEqual([thing('object')])
  })
})

describe('many writers', () => {
  const opened: Connection[] = []
  afterEach(() => Promise.all(opened.splice(0).map((connection) => connection.close())))

  /** A connection whose commands about activities and agents are noted. */
  async function counted(): Promise<{ connection: Connection; commands: string[] }> {
    const { uri, connection } = used.database
    const options = { dbName: connection.name, writeConcern: { w: 1, j: true }, monitorCommands: true }
    const other = await mongoose.createConnection(uri, options).asPromise()
    opened.push(other)
    const commands: string[] = []
    other.getClient().on('commandStarted', ({ commandName, command }) => {
      if (String(command[commandName]).startsWith('lrs_a')) commands.push(commandName)
    })
    return { connection: other, commands }
  }

  test('a definition that is merged already costs no request', async () => {
    const { connection, commands } = await counted()
    const lrs = await lrsOn(connection)
    const described = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        about(index % 5, { name: { en: `name ${index % 5}` } }, { actor: { mbox: 'mailto:a@example.org', name: 'A' } }),
      )
    await lrs.record(described(50), 'platform')
    expect(commands.length).toBeGreaterThan(0)
    commands.length = 0
    for (let round = 0; round < 20; round += 1) await lrs.record(described(20), 'platform')
    await lrs.settled()
    expect(commands).toEqual([])
  })

  test('20 connections, two processes, five activities, one agent: no error, no lost definition', async () => {
    const second = await lrsOn(await used.database.another())
    const rounds = 12
    const tell = (lrs: Lrs, connection: number, round: number) =>
      lrs.record(
        [0, 1, 2, 3, 4].map((name) =>
          about(
            name,
            {
              name: { [`en-x-c${connection}`]: `${connection}` },
              extensions: { [`http://example.org/${connection}/${round}`]: round },
            },
            { actor: { mbox: 'mailto:a@example.org', name: `name ${connection}` } },
          ),
        ),
        'platform',
      )
    const connections = Array.from({ length: 20 }, (_, index) => index)
    await Promise.all(
      connections.map(async (connection) => {
        for (let round = 0; round < rounds; round += 1)
          await tell(connection % 2 ? used.lrs : second, connection, round)
      }),
    )
    await second.settled()
    for (const name of [0, 1, 2, 3, 4]) {
      const definition = await definitionOf(name)
      expect(Object.keys(definition?.name ?? {})).toHaveLength(20)
      expect(Object.keys(definition?.extensions ?? {})).toHaveLength(20 * rounds)
    }
    const person = await call('get', `/xapi/agents?agent=${JSON.stringify({ mbox: 'mailto:a@example.org' })}`)
    expect(person.body.name).toHaveLength(20)
  })

  test('an entry that is applied once more, long after, brings nothing old back', async () => {
    const { connection, journal } = used.database
    await used.lrs.record([about('again', { name: { en: 'old', fr: 'vieux' } })], 'platform')
    await used.lrs.record([about('again', { name: { en: 'new' } })], 'platform')
    await used.lrs.settled()
    const statements = await connection.collection('statements').find({ position: 1 }).toArray()
    // As a writer leaves it that was killed before it could mark the entry as applied.
    await journal.updateOne({ _id: 1 }, { $set: { applied: false, statements } })
    await (await lrsOn(connection)).settled()
    expect(await journal.findOne({ _id: 1 })).toMatchObject({ applied: true })
    expect(await definitionOf('again')).toEqual({ name: { en: 'new', fr: 'vieux' } })
  })

  test('what a killed writer committed and did not merge is merged by the next', async () => {
    const { connection, journal } = used.database
    await used.lrs.record([about('killed', { name: { en: 'kept' } })], 'platform')
    await used.lrs.settled()
    const statements = await connection.collection('statements').find({ position: 1 }).toArray()
    await Promise.all(['lrs_activities', 'statements'].map((name) => connection.collection(name).deleteMany({})))
    await journal.updateOne({ _id: 1 }, { $set: { applied: false, statements } })
    await (await lrsOn(connection)).settled()
    expect(await definitionOf('killed')).toEqual({ name: { en: 'kept' } })
  })
})

import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import express from 'express'
import { buildStatement, createVocabulary } from '../../server/xapi/index.js'
import type { Lrs } from '../../server/lrs/index.js'
import { iriBase, lrsDatabase, lrsOn } from './support.js'

/** The part of tincanjs that acts as a client. */
interface TinCanClient {
  LRS: new (options: object) => {
    saveStatement(statement: object, options: { callback: Callback }): void
    saveStatements(statements: object[], options: { callback: Callback }): void
    retrieveStatement(id: string, options: { callback: Callback }): void
    queryStatements(options: { params: object; callback: Callback }): void
    moreStatements(options: { url: string; callback: Callback }): void
    about(options: { callback: Callback }): void
  }
  Statement: new (statement: object) => { id: string }
  Agent: new (agent: object) => object
  Verb: new (verb: object) => object
}
type Callback = (error: unknown, result: never) => void

const TinCan = createRequire(import.meta.url)('tincanjs') as TinCanClient
const promised = <T>(call: (callback: Callback) => void) =>
  new Promise<T>((resolve, reject) =>
    call((error, result) => (error ? reject(new Error(String(error))) : resolve(result))),
  )

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let server: Server
let client: InstanceType<TinCanClient['LRS']>
beforeAll(async () => {
  database = await lrsDatabase()
  lrs = await lrsOn(database.connection)
  const { key, secret } = await lrs.credentials.create({ name: 'tincanjs' })
  server = express().use('/xapi', lrs.router()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  // It speaks 1.0.2 at most; the LRS serves every 1.0.x, and answers as 1.0.3.
  client = new TinCan.LRS({
    endpoint: `http://127.0.0.1:${port}/xapi/`,
    username: key,
    password: secret,
    version: '1.0.2',
    allowFail: false,
  })
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await lrs.settled()
  await database.drop()
})

const vocabulary = createVocabulary(iriBase, 'a secret of tests')
const made = () =>
  buildStatement(vocabulary, {
    kind: 'registered',
    at: new Date('2026-11-21T08:00:00.000Z'),
    account: randomUUID(),
    affiliation: { party: 'KE', agency: 'customs', status: 'confirmed' },
    language: 'en',
    course: 'permits',
    version: '1.0.0',
    areas: ['permits'],
    registration: randomUUID(),
  })

describe('tincanjs as a client', () => {
  test('saves one and several, reads one, queries and follows `more`', async () => {
    const [one, ...several] = [made(), made(), made()].map((json) => new TinCan.Statement(json))
    await promised((callback) => client.saveStatement(one ?? {}, { callback }))
    await promised((callback) => client.saveStatements(several, { callback }))
    // Once more: what is sent twice counts once.
    await promised((callback) => client.saveStatements(several, { callback }))

    const read = await promised<{ id: string }>((callback) => client.retrieveStatement(one?.id ?? '', { callback }))
    expect(read.id).toBe(one?.id)

    const params = { verb: new TinCan.Verb({ id: 'http://adlnet.gov/expapi/verbs/registered' }), limit: 2 }
    const page = await promised<{ statements: object[]; more: string }>((callback) =>
      client.queryStatements({ params, callback }),
    )
    expect(page.statements).toHaveLength(2)
    const rest = await promised<{ statements: object[]; more: string }>((callback) =>
      client.moreStatements({ url: page.more, callback }),
    )
    expect(rest.statements).toHaveLength(1)
  })

  test('asks which versions there are', async () => {
    const about = await promised<{ version: string[] }>((callback) => client.about({ callback }))
    expect(about.version).toContain('1.0.2')
  })
})

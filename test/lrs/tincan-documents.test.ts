import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Lrs } from '../../server/lrs/index.js'
import { lrsDatabase, lrsOn } from './support.js'

type Callback = (error: unknown, result: never) => void
type Call = (name: string, config: object) => void
type Save = (name: string, value: unknown, config: object) => void

/** The part of tincanjs that keeps documents. */
interface Client {
  saveState: Save
  retrieveState: Call
  retrieveStateIds: (config: object) => void
  dropState: Call
  saveActivityProfile: Save
  retrieveActivityProfile: Call
  dropActivityProfile: Call
  saveAgentProfile: Save
  retrieveAgentProfile: Call
  dropAgentProfile: Call
  saveStatement: (statement: object, config: object) => void
  retrieveActivity: Call
}
type Made = new (from: object) => object
const TinCan = createRequire(import.meta.url)('tincanjs') as {
  LRS: new (options: object) => Client
} & Record<'Activity' | 'Agent' | 'Statement', Made>

interface Document {
  contents: unknown
  etag: string
  contentType: string
}
const promised = <T>(call: (options: { callback: Callback }) => void) =>
  new Promise<T>((resolve, reject) =>
    call({ callback: (error, result) => (error ? reject(new Error(String(error))) : resolve(result)) }),
  )

let database: Awaited<ReturnType<typeof lrsDatabase>>
let lrs: Lrs
let server: Server
let client: Client
beforeAll(async () => {
  database = await lrsDatabase()
  lrs = await lrsOn(database.connection)
  const { key, secret } = await lrs.credentials.create({ name: 'tincanjs' })
  server = express().use('/xapi', lrs.router()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}/xapi/`
  client = new TinCan.LRS({ endpoint, username: key, password: secret, version: '1.0.2', allowFail: false })
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await lrs.settled()
  await database.drop()
})

const activity = new TinCan.Activity({ id: 'http://example.org/activities/permits' })
const agent = new TinCan.Agent({ account: { homePage: 'http://example.org', name: 'amina' } })
const json = { contentType: 'application/json' }

describe('tincanjs as a client of documents', () => {
  test('saves, merges, lists and deletes State, with and without a registration', async () => {
    const registration = '5bd5f0f6-6a5a-4bd5-8b2e-3f1d3b5a5d10'
    const where = { activity, agent }
    const save = (value: unknown, more: object) =>
      promised((options) => client.saveState('bookmark', value, { ...where, ...json, ...more, ...options }))
    const read = (more: object = {}) =>
      promised<Document | null>((options) => client.retrieveState('bookmark', { ...where, ...more, ...options }))
    await save({ page: 1, seen: [1] }, {})
    await save({ page: 2 }, { method: 'POST' })
    await save({ page: 9 }, { registration })
    expect(await read()).toMatchObject({ contents: { page: 2, seen: [1] }, contentType: 'application/json' })
    expect(await read({ registration })).toMatchObject({ contents: { page: 9 } })
    const { etag } = (await read()) as Document
    await save({ page: 3 }, { lastSHA1: etag })
    await expect(save({ page: 4 }, { lastSHA1: etag })).rejects.toThrow('412')
    const ids = await promised((options) => client.retrieveStateIds({ ...where, ...options }))
    expect(ids).toEqual(['bookmark'])
    await promised((options) => client.dropState('bookmark', { ...where, ...options }))
    expect(await read()).toBeNull()
    expect(await read({ registration })).toMatchObject({ contents: { page: 9 } })
  })

  test.each([
    ['ActivityProfile', { activity }],
    ['AgentProfile', { agent }],
  ] as const)('saves, reads and deletes an %s, and overwrites only what it has seen', async (kind, where) => {
    const save = (value: unknown, more: object = {}) =>
      promised((options) => client[`save${kind}`]('notes', value, { ...where, ...json, ...more, ...options }))
    const read = () =>
      promised<Document | null>((options) => client[`retrieve${kind}`]('notes', { ...where, ...options }))
    expect(await read()).toBeNull()
    await save({ a: 1 })
    await expect(save({ a: 2 })).rejects.toThrow('412')
    const { etag } = (await read()) as Document
    await save({ a: 2 }, { lastSHA1: etag })
    expect(await read()).toMatchObject({ contents: { a: 2 } })
    await promised((options) => client[`drop${kind}`]('notes', { ...where, ...options }))
    expect(await read()).toBeNull()
  })

  test('reads an activity as statements describe it', async () => {
    const id = 'http://example.org/activities/described'
    const name = (language: string) => ({ id, definition: { name: { [language]: language } } })
    for (const language of ['en', 'fr']) {
      const verb = { id: 'http://example.org/verbs/read' }
      const statement = new TinCan.Statement({ actor: agent, verb, target: name(language) })
      await promised((options) => client.saveStatement(statement, options))
    }
    const read = await promised((options) => client.retrieveActivity(id, options))
    expect(read).toMatchObject({ id, definition: { name: { en: 'en', fr: 'fr' } } })
  })
})

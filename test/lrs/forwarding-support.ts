import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Connection } from 'mongoose'
import { createLog } from '../../server/base/log.js'
import { createForwarding, type Forwarding, type Lrs, type TargetInput } from '../../server/lrs/index.js'
import type { ForwardingOptions } from '../../server/lrs/index.js'
import { createVocabulary, type Statement } from '../../server/xapi/index.js'
import { empty, handClock, iriBase, lrsDatabase, lrsOn, statement } from './support.js'

export const vocabulary = createVocabulary(iriBase, 'a secret of tests')
export const everything: TargetInput['filter'] = {
  ...{ verbs: [], activities: [], parties: [], notFrom: [] },
  origin: 'all',
}

/** A forwarding of an LRS with a clock that is moved by hand; pauses have their whole length. */
export function forwardingOf(lrs: Lrs, connection: Connection, changes: Partial<ForwardingOptions> = {}): Forwarding {
  return createForwarding({
    ...{ connection, clock: handClock(), log: createLog('silent'), lrs, vocabulary },
    ...{ passphrase: 'p'.repeat(32), ownBase: iriBase, privateHosts: ['127.0.0.1'] },
    ...{ timeoutMs: 2000, random: () => 1, ...changes },
  })
}

/** Sends all that waits. */
export async function drain(forwarding: Forwarding): Promise<void> {
  await forwarding.tend()
  await forwarding.settled()
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/xapi`
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Another LRS of ours, on a database of its own and a real port, with a credential for whoever forwards. */
export async function anotherLrs() {
  const database = await lrsDatabase()
  const lrs = await lrsOn(database.connection, { iriBase: 'https://other.example.org' })
  const { key, secret, id } = await lrs.credentials.create({ name: 'forwarding' })
  const server = createServer(express().use('/xapi', lrs.router()))
  const endpoint = await listen(server)
  return {
    ...{ lrs, endpoint, key, secret, credential: id, server },
    async close() {
      await close(server)
      await lrs.settled()
      await database.drop()
    },
  }
}

export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** A server that answers as a test says, and remembers what it was sent. */
export async function crankyServer() {
  const received: Received[] = []
  const state = { answer: acknowledge as (request: Received, response: ServerResponse) => void }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks) }
      received.push(one)
      state.answer(one, response)
    })
  })
  const endpoint = await listen(server)
  return { endpoint, received, state, close: () => close(server) }
}

export const statementsIn = ({ body }: Received) => JSON.parse(body.toString()) as Statement[]

/** Answers as an LRS that stored everything. */
export function acknowledge(request: Received, response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(statementsIn(request).map(({ id }) => id)))
}

export const saying =
  (status: number, text = '', headers: Record<string, string> = {}) =>
  (_request: Received, response: ServerResponse): void => {
    response.writeHead(status, headers).end(text)
  }

/** For every test: an LRS with a forwarding, and one target, which is a cranky server. */
export function useCrankyTarget() {
  const clock = handClock()
  const used = { clock } as {
    clock: typeof clock
    database: Awaited<ReturnType<typeof lrsDatabase>>
    lrs: Lrs
    server: Awaited<ReturnType<typeof crankyServer>>
    forwarding: Forwarding
    /** Of the target. */
    id: string
  }
  beforeAll(async () => void (used.database = await lrsDatabase()))
  beforeEach(async () => {
    const { connection } = used.database
    await emptyForwarding(connection)
    used.lrs = await lrsOn(connection)
    used.server = await crankyServer()
    used.forwarding = forwardingOf(used.lrs, connection, { clock, timeoutMs: 1500 })
    used.id = (await used.forwarding.add(target(used.server.endpoint), 'a secret', 'start')).id
  })
  afterEach(async () => {
    await used.forwarding.stop()
    await used.lrs.settled()
    await used.server.close()
  })
  afterAll(() => used.database.drop())

  const stands = async () => (await used.forwarding.standing(used.id))!
  return Object.assign(used, {
    /** @returns the ids of so many new statements */
    async record(count: number) {
      const sent = Array.from({ length: count }, () => statement())
      await used.lrs.record(sent, 'platform')
      return sent.map(({ id }) => id)
    },
    stands,
    failure: async () => (await stands()).target.failure,
    /** The ids of every request, request by request; of one that reads, its address. */
    asked: () =>
      used.server.received.map((one) => (one.method === 'POST' ? statementsIn(one).map(({ id }) => id) : one.url)),
    answer: (reply: (request: Received, response: ServerResponse) => void) => (used.server.state.answer = reply),
  })
}

/** Forgets all statements and targets. */
export async function emptyForwarding(connection: Connection): Promise<void> {
  await empty(connection)
  const names = ['forwarding_targets', 'forwarding_dead_letters']
  await Promise.all(names.map((name) => connection.collection(name).deleteMany({})))
}

export const target = (endpoint: string, changes: Partial<TargetInput> = {}): TargetInput => ({
  ...{ name: `Target ${randomUUID().slice(0, 8)}`, endpoint, key: 'a key', version: '1.0.3', filter: everything },
  ...changes,
})

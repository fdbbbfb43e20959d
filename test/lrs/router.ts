import express, { type Express } from 'express'
import request, { type Response } from 'supertest'
import type { Lrs, LrsOptions } from '../../server/lrs/index.js'
import type { XapiVersion } from '../../server/xapi/index.js'
import { empty, lrsDatabase, lrsOn } from './support.js'

export const path = '/xapi/statements'
type Method = 'get' | 'head' | 'put' | 'post' | 'delete' | 'patch' | 'options'

/** A fresh LRS for every test, behind its router, and requests by somebody who has a credential. */
export function useRouter(bodyLimit = 200_000, options: Partial<LrsOptions> = {}) {
  const used = {} as {
    database: Awaited<ReturnType<typeof lrsDatabase>>
    lrs: Lrs
    app: Express
    key: string
    secret: string
  }
  beforeAll(async () => {
    used.database = await lrsDatabase()
    const { credentials } = await lrsOn(used.database.connection)
    Object.assign(used, await credentials.create({ name: 'Tests' }))
  })
  beforeEach(async () => {
    await empty(used.database.connection)
    used.lrs = await lrsOn(used.database.connection, { bodyLimit, ...options })
    used.app = express().use('/xapi', used.lrs.router())
  })
  afterEach(() => used.lrs.settled())
  afterAll(() => used.database.drop())

  const call = (method: Method, address = path, version: XapiVersion = '1.0.3') =>
    request(used.app)[method](address).auth(used.key, used.secret).set('X-Experience-API-Version', version)
  return {
    used,
    call,
    post: (body: unknown) => call('post').send(body as object),
    /** Sends a text as it is, said to be JSON. */
    raw: (text: string | Buffer) =>
      call('post')
        .set('Content-Type', 'application/json')
        .serialize((body: unknown) => body as string)
        .send(text as string),
  }
}

/** Reads an answer as bytes, whatever its type; `text` holds them, a character each. */
export function asText(response: Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.on('end', () => {
    const body = Buffer.concat(chunks)
    Object.assign(response, { text: body.toString('latin1') })
    done(null, body)
  })
}

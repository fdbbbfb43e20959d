import { once } from 'node:events'
import { IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createHttpServer } from '../../server/base/http/index.js'

const app = express()
const asTheyCame: (object | null)[] = []
let server: Server
let url: string

beforeAll(async () => {
  app.get('/', (req, res) => {
    const isTheSame = asTheyCame[0] === Object.getPrototypeOf(req) && asTheyCame[1] === Object.getPrototypeOf(res)
    res.json({ isTheSame, isHttp: req instanceof IncomingMessage, host: req.get('host'), app: req.app === app })
  })
  server = createHttpServer(app)
  server.prependListener('request', (req, res) => {
    asTheyCame.splice(0, 2, Object.getPrototypeOf(req), Object.getPrototypeOf(res))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('requests and answers come with the prototypes of Express, which thus has none to change', async () => {
  const answer = await fetch(`http://${url}/`)
  expect(await answer.json()).toEqual({ isTheSame: true, isHttp: true, host: url, app: true })
})

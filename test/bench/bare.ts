/** A bare Express route that sends BYTES bytes of a page, as a measure for our pages: `node bare.js BYTES`. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'

const body = 'x'.repeat(Number(process.argv[2]))
const app = express()
app.get('/', (_req, res) => {
  res.send(body)
})
const server = app.listen(0, '127.0.0.1')
await once(server, 'listening')
console.log((server.address() as AddressInfo).port)

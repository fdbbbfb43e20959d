import request from 'supertest'
import express from 'express'
import { lrsOn, statement } from './support.js'
import { path, useRouter } from './router.js'

const ours = 'https://academy.example.org'
const { used, call } = useRouter(200_000, { corsOrigins: [ours, 'http://localhost:8080'] })

const preflight = (origin: string, app = used.app) =>
  request(app).options(path).set('Origin', origin).set('Access-Control-Request-Method', 'PUT')

describe('pages of other sites', () => {
  test('a preflight of an allowed one needs neither version nor credential', async () => {
    const answer = await preflight(ours).expect(204)
    expect(answer.get('Access-Control-Allow-Origin')).toBe(ours)
    expect(answer.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, PUT, POST, DELETE')
    for (const name of ['Authorization', 'Content-Type', 'If-Match', 'X-Experience-API-Version'])
      expect(answer.get('Access-Control-Allow-Headers')).toContain(name)
    expect(answer.get('Vary')).toMatch(/Origin/)
    expect(answer.get('Access-Control-Allow-Credentials')).toBeUndefined()
  })

  test('an allowed one may read the answers, refusals too, and their headers', async () => {
    for (const answer of [
      await call('post').set('Origin', ours).send(statement()).expect(200),
      await call('get', `${path}?x=1`).set('Origin', ours).expect(400),
      await request(used.app).get(path).set('Origin', ours).expect(400),
    ]) {
      expect(answer.get('Access-Control-Allow-Origin')).toBe(ours)
      expect(answer.get('Access-Control-Expose-Headers')).toContain('X-Experience-API-Consistent-Through')
    }
  })

  test.each(['https://evil.example', 'https://academy.example.org.evil.example', 'null', ''])(
    '%j may not',
    async (origin) => {
      for (const answer of [await preflight(origin).expect(204), await call('get').set('Origin', origin).expect(200)]) {
        expect(answer.get('Access-Control-Allow-Origin')).toBeUndefined()
        expect(answer.get('Vary')).toMatch(/Origin/)
      }
    },
  )

  test('none may by default, and all where the setting says *', async () => {
    const appWith = async (corsOrigins: string[]) =>
      express().use('/xapi', (await lrsOn(used.database.connection, { corsOrigins })).router())
    expect((await preflight(ours, await appWith([]))).get('Access-Control-Allow-Origin')).toBeUndefined()
    expect((await preflight(ours, await appWith(['*']))).get('Access-Control-Allow-Origin')).toBe(ours)
  })
})

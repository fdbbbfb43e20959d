import express from 'express'
import request from 'supertest'
import { systemClock } from '../../server/base/clock.js'
import { AppError } from '../../server/base/errors.js'
import { createI18n } from '../../server/base/i18n.js'
import { createLog } from '../../server/base/log.js'
import { courseMediaRoutes, createCourses } from '../../server/courses/index.js'
import { testDatabase } from '../support/database.js'
import { smallPackage, temporaryFolder } from './package.js'

const small = smallPackage()
const database = await testDatabase()
const packages = await temporaryFolder()
const app = express()

beforeAll(async () => {
  await packages.write('small', small)
  const { connection } = database
  const { t } = await createI18n()
  const options = { connection, clock: systemClock, directory: packages.folder, t }
  await createCourses({ ...options, log: createLog('silent') }).importShipped()
  // Another process, which has opened nothing yet.
  app.use('/media', courseMediaRoutes(createCourses({ ...options, log: createLog('silent') })))
  app.use(((thrown, _req, res, next) => {
    if (res.headersSent) next(thrown)
    else res.sendStatus(thrown instanceof AppError ? thrown.status : 500)
  }) satisfies express.ErrorRequestHandler)
})
afterAll(() => Promise.all([database.drop(), packages.drop()]))

test('a picture is sent as what it is, may do nothing, and is kept for ever', async () => {
  const response = await request(app).get('/media/small/1.0.0/form.en.svg').expect(200)
  expect((response.body as Buffer).toString()).toBe(small['media/form.en.svg'])
  expect(response.headers).toMatchObject({
    'content-type': expect.stringMatching(/^image\/svg\+xml/) as string,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  const etag = response.headers['etag'] ?? ''
  await request(app).get('/media/small/1.0.0/form.en.svg').set('If-None-Match', etag).expect(304)
})

test.each([
  '/media/small/1.0.0/media.yaml',
  '/media/small/1.0.0/other.svg',
  '/media/small/1.0.0/..%2fcourse.yaml',
  '/media/small/1.0.0/constructor',
  '/media/small/9.9.9/form.en.svg',
  '/media/small/%7B%22$ne%22:1%7D/form.en.svg',
  '/media/none/1.0.0/form.en.svg',
])('%s is not there', async (path) => {
  await request(app).get(path).expect(404)
})

test('an address that is too long is refused', async () => {
  await request(app)
    .get(`/media/small/1.0.0/${'x'.repeat(200)}`)
    .expect(400)
})

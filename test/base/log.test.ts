import { createLog } from '../../server/base/log.js'

/** What a log writes of an object. */
function written(line: object): string {
  const lines: string[] = []
  createLog('info', { write: (text) => void lines.push(text) }).info(line, 'something')
  return lines.join()
}

const hidden = 'must-not-be-read'

test.each([
  ['password', { password: hidden }],
  ['secret', { secret: hidden }],
  ['session secret', { settings: { sessionSecret: hidden } }],
  ['token', { token: hidden }],
  ['nested token', { link: { token: hidden } }],
  ['token two deep', { person: { link: { token: hidden } } }],
  ['code', { access: { code: hidden } }],
  ['cookie', { req: { headers: { cookie: hidden } } }],
  ['set-cookie', { res: { headers: { 'set-cookie': [hidden] } } }],
  ['authorization', { headers: { authorization: hidden } }],
])('a %s is not written', (_what, line) => {
  expect(written({ ...line, party: 'KE' })).not.toContain(hidden)
  expect(written({ ...line, party: 'KE' })).toMatch(/"\[redacted\]".*"party":"KE"/)
})

test('the code of an error is written', () => {
  const error = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', cause: { code: 11_000 } })
  const line = JSON.parse(written({ err: error })) as { err: { errorCode: string } }
  expect(line.err.errorCode).toBe('ECONNREFUSED')
})

test('a level below the one that was asked for is not written', () => {
  const lines: string[] = []
  createLog('warn', { write: (text) => void lines.push(text) }).info('something')
  expect(lines).toEqual([])
})

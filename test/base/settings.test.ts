import { readSettings, SettingsError } from '../../server/base/settings.js'

const complete = { BASE_URL: 'https://college.example/', SESSION_SECRET: 'x'.repeat(32) }

describe('settings', () => {
  test('take defaults, and cut the slash at the end of an address', () => {
    expect(readSettings(complete)).toMatchObject({
      port: 3000,
      baseUrl: 'https://college.example',
      iriBase: 'https://college.example',
      dataDir: '.data',
      mongodbUri: undefined,
      lrsDefault: undefined,
      lrs: { fallbackVersion: '1.0.3', bodyLimit: 10_485_760, attachmentLimit: 10_485_760, corsOrigins: [] },
      logLevel: 'info',
    })
  })

  test('name every setting that is missing or wrong, and where they are documented', () => {
    const attempt = () => readSettings({ PORT: '99999', MONGODB_URI: 'http://x', SESSION_SECRET: 'short' })
    expect(attempt).toThrow(SettingsError)
    expect(attempt).toThrow(/PORT/)
    expect(attempt).toThrow(/BASE_URL is not set/)
    expect(attempt).toThrow(/MONGODB_URI must begin with mongodb/)
    expect(attempt).toThrow(/SESSION_SECRET must have at least 32 characters/)
    expect(attempt).toThrow(/README\.md, under 'Settings'/)
  })

  test.each([
    ['PORT', '99999', 'must be a whole number from 0 to 65535'],
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['BASE_URL', 'https://college.example/fr', 'must be an address without a path'],
    ['MONGODB_URI', 'mongodb://localhost:27017', 'must name a database'],
    ['MONGODB_URI', 'mongodb://a,b/?replicaSet=x', 'must name a database'],
    ['TRUST_PROXY', 'yes', 'must be a number of proxies, or addresses'],
    ['TRUST_PROXY', '10.0.0.0/8/8', 'must be a number of proxies, or addresses'],
  ])('refuse %s=%s', (name, value, words) => {
    expect(() => readSettings({ ...complete, [name]: value })).toThrow(`${name} ${words}`)
  })

  test.each(['1', 'loopback', 'loopback, 10.0.0.0/8', '::1', 'fd00::/8'])('take TRUST_PROXY=%s', (value) => {
    expect(() => readSettings({ ...complete, TRUST_PROXY: value })).not.toThrow()
  })

  test('take the addresses of several servers, and of a socket', () => {
    for (const uri of ['mongodb://u:p@a,b,c/college?replicaSet=r', 'mongodb://%2Frun%2Fx.sock/college'])
      expect(readSettings({ ...complete, MONGODB_URI: uri }).mongodbUri).toBe(uri)
  })

  test('never print a value: it may be a secret', () => {
    expect(() => readSettings({ ...complete, SESSION_SECRET: 'tell-nobody' })).not.toThrow(/tell-nobody/)
  })

  test('an empty setting counts as not set', () => {
    expect(() => readSettings({ ...complete, BASE_URL: '' })).toThrow(/BASE_URL is not set/)
  })

  test('a contact is an e-mail address or an https address', () => {
    const imprint = { CONTACT: 'help@college.example', OPERATOR: 'A ministry' }
    expect(readSettings({ ...complete, ...imprint }).imprint).toEqual({
      contact: 'help@college.example',
      operator: 'A ministry',
    })
    const page = 'https://college.example/help'
    expect(readSettings({ ...complete, CONTACT: page }).imprint?.contact).toBe(page)
    for (const CONTACT of ['room 4', 'http://college.example', 'javascript:alert(1)'])
      expect(() => readSettings({ ...complete, CONTACT })).toThrow(
        /CONTACT must be an e-mail address or an https address/,
      )
  })

  test('of the LRS: versions, limits that one document of the database can hold, origins as browsers name them', () => {
    const read = (env: Record<string, string>) => readSettings({ ...complete, ...env }).lrs
    expect(read({ LRS_FALLBACK_VERSION: '2.0.0', LRS_BODY_LIMIT: '2048' })).toMatchObject({
      fallbackVersion: '2.0.0',
      bodyLimit: 2048,
    })
    const list = 'https://a.example, http://localhost:8080'
    expect(read({ LRS_CORS_ORIGINS: list })?.corsOrigins).toEqual(['https://a.example', 'http://localhost:8080'])
    expect(read({ LRS_CORS_ORIGINS: '*' })?.corsOrigins).toEqual(['*'])
    for (const [name, value] of [
      ['LRS_FALLBACK_VERSION', '1.0'],
      ['LRS_BODY_LIMIT', '20000000'],
      ['LRS_ATTACHMENT_LIMIT', '16000000'],
      ['LRS_CORS_ORIGINS', 'https://a.example/'],
      ['LRS_CORS_ORIGINS', 'a.example'],
    ])
      expect(() => read({ [String(name)]: String(value) })).toThrow(String(name))
  })

  test('a default LRS credential needs both halves', () => {
    expect(() => readSettings({ ...complete, LRS_API_KEY_DEFAULT: 'moodle' })).toThrow(/together/)
  })
})

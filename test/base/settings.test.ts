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

  test('never print a value: it may be a secret', () => {
    expect(() => readSettings({ ...complete, SESSION_SECRET: 'tell-nobody' })).not.toThrow(/tell-nobody/)
  })

  test('an empty setting counts as not set', () => {
    expect(() => readSettings({ ...complete, BASE_URL: '' })).toThrow(/BASE_URL is not set/)
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

import request from 'supertest'
import type { Certificate } from '../../server/certificates/index.js'
import { browserOf, words } from './browser.js'
import { certificateCollege, password, type CertificateCollege } from './college.js'

let college: CertificateCollege
beforeAll(async () => {
  college = await certificateCollege()
})
afterAll(() => college.drop())

const browser = (headers?: Record<string, string>) => browserOf(college.app, headers)

async function certified(name: string): Promise<{ account: string; certificate: Certificate }> {
  const account = await college.admit(name)
  const certificate = await college.certificates.issue(college.pass(account, { language: 'fr' }))
  return { account, certificate: certificate! }
}

describe('the public page', () => {
  test('shows the full record to anybody, and asks to compare it with the paper', async () => {
    const { certificate } = await certified('Wanjirũ Otieno')
    const { status, text, headers } = await browser().get(`/en/verify/${certificate.code}`)
    expect(status).toBe(200)
    for (const part of [
      'Wanjirũ Otieno',
      'Kenya',
      'Small course en',
      '1.0.0',
      '1 hour',
      '21 November 2026',
      'This certificate is valid until 21 November 2029.',
      certificate.code,
      'CITES Virtual College',
      'It grants no power.',
      'with the paper in your hand',
    ])
      expect(words(text)).toContain(part)
    expect(words(text)).not.toContain('87%')
    expect(text).not.toContain(certificate.account)
    expect(text).toContain('<meta name="robots" content="noindex">')
    expect(headers['x-robots-tag']).toBe('noindex')
  })

  test.each([
    ['fr', 'Ce certificat est valable jusqu’au 21 novembre 2029.', 'Small course fr', '<dd>Small course fr'],
    ['es', 'Este certificado es válido hasta el 21 de noviembre de 2029.', 'Small course en', '<dd lang="en">Small'],
  ])('speaks %s, and says which language the course’s words are in', async (language, valid, title, marked) => {
    const { certificate } = await certified('Any Name')
    const { text } = await browser().get(`/${language}/verify/${certificate.code}`)
    expect(words(text)).toContain(valid)
    expect(words(text)).toContain(title)
    expect(text).toContain(marked)
  })

  test('is found by a code as it was typed', async () => {
    const { certificate } = await certified('Typed Name')
    const typed = certificate.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    const form = await browser().get(`/en/verify?code=${encodeURIComponent(typed)}`)
    expect(form.status).toBe(303)
    const { status, text } = await browser().get(String(form.headers['location']))
    expect(status).toBe(200)
    expect(words(text)).toContain('Typed Name')
  })

  test('of an unknown code and of a malformed one is the same 404, with the form', async () => {
    const unknown = await browser().get('/en/verify/CVC-7KQ2-M9XD-04TW-RB5H')
    const malformed = await browser().get('/en/verify/%7B%22%24gt%22%3A%22%22%7D')
    expect([unknown.status, malformed.status]).toEqual([404, 404])
    const same = (html: string) => words(html.replace(/value="[^"]*"/, ''))
    expect(same(malformed.text)).toBe(same(unknown.text))
    expect(words(unknown.text)).toContain('No certificate has this code')
    expect(unknown.text).toContain('name="code"')
    expect(unknown.headers['x-robots-tag']).toBe('noindex')
  })

  test('escapes what was typed', async () => {
    const { text } = await browser().get('/en/verify/%3Cscript%3Ealert(1)%3C%2Fscript%3E')
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;')
  })

  test('has an address without a language, which leads to the reader’s', async () => {
    const { certificate } = await certified('Scanned')
    const found = await request(college.app).get(`/verify/${certificate.code}`).set('Accept-Language', 'es-MX,es;q=0.9')
    expect([found.status, found.headers['location']]).toEqual([302, `/es/verify/${certificate.code}`])
    expect(found.headers['vary']).toContain('Accept-Language')
    const form = await request(college.app).get('/verify')
    expect(form.headers['location']).toBe('/en/verify')
  })

  test('is slow to those who guess', async () => {
    const statuses = new Set<number>()
    for (let guess = 0; guess < 130; guess++) {
      const response = await request(college.app)
        .get(`/en/verify/CVC-0000-0000-0000-${String(guess).padStart(4, '0')}`)
        .set('X-Forwarded-For', '203.0.113.9')
      statuses.add(response.status)
    }
    expect([...statuses]).toEqual([404, 429])
    const elsewhere = await request(college.app)
      .get('/en/verify/CVC-0000-0000-0000-0000')
      .set('X-Forwarded-For', '203.0.113.10')
    expect(elsewhere.status).toBe(404)
  })

  test('says that the name was erased, and that the certificate stands', async () => {
    const { account, certificate } = await certified('Gone Person')
    await college.accounts.ownData.eraseSelf(account, password, [college.certificates.eraser])
    const { status, text } = await browser().get(`/en/verify/${certificate.code}`)
    expect(status).toBe(200)
    expect(words(text)).toContain('The holder’s name was erased at their request on 21 November 2026.')
    expect(words(text)).toContain('The certificate itself stands.')
    for (const part of ['Kenya', 'Small course en', 'valid until 21 November 2029']) expect(words(text)).toContain(part)
    expect(text).not.toContain('Gone Person')
    // A paper with the name on it must not look forged.
    expect(words(text)).toContain('says nothing against the paper')
    expect(words(text)).not.toContain('altered')
  })

  test('says that it confirms no score where the holder does not show it, and leads to the language of the paper', async () => {
    const { certificate } = await certified('Modest')
    const { text } = await browser().get(`/en/verify/${certificate.code}`)
    expect(words(text)).toContain('does not confirm a score on the paper')
    expect(text).toMatch(new RegExp(`<main[\\s\\S]*href="/fr/verify/${certificate.code}" lang="fr"`))
  })

  test('asks for the code where the form was sent without one', async () => {
    const { status, text } = await browser().get('/en/verify?code=%20')
    expect(status).toBe(422)
    expect(words(text)).toContain('Enter the code that stands on the certificate')
    expect((await browser().get('/en/verify')).status).toBe(200)
  })
})

describe('time', () => {
  test('a certificate near its end can be renewed; then it expires; a new examination renews it', async () => {
    const { account, certificate } = await certified('Timely')
    const page = `/en/certificates/${certificate.code}`
    expect(words((await browser({ 'x-person': account }).get(page)).text)).not.toContain('You can renew it now')
    college.passDays(3 * 365 - 60)
    expect(words((await browser({ 'x-person': account }).get(page)).text)).toContain('You can renew it now')
    college.passDays(90)
    const expired = words((await browser().get(`/en/verify/${certificate.code}`)).text)
    expect(expired).toContain('This certificate expired on 21 November 2029.')
    await college.certificates.issue(college.pass(account))
    const renewed = words((await browser().get(`/en/verify/${certificate.code}`)).text)
    expect(renewed).toContain('It was renewed once by a new examination.')
    expect(renewed).toContain('21 November 2026 21 November 2029 Kenya')
  })

  test('says whether the Party was confirmed when the certificate was issued', async () => {
    const { account, certificate } = await certified('Of Kenya')
    expect(words((await browser().get(`/en/verify/${certificate.code}`)).text)).toContain(
      'Party to the Convention Kenya (affiliation confirmed)',
    )
    await college.accounts.affiliations.claim(account, { party: 'observer', agency: 'other' })
    college.passDays(3 * 365)
    await college.certificates.issue(college.pass(account))
    const { text } = await browser().get(`/en/verify/${certificate.code}`)
    expect(words(text)).toContain('Affiliation Observer organization (affiliation as stated by the holder)')
    expect(words(text)).toContain('Kenya (affiliation confirmed)')
    expect(words(text)).toContain('downloaded before the certificate was renewed')
    const own = await browser({ 'x-person': account }).get(`/en/certificates/${certificate.code}`)
    expect(words(own.text)).toContain('were not confirmed when this certificate was issued')
  })
})

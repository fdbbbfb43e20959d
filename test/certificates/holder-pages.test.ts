import type { Certificate } from '../../server/certificates/index.js'
import { browserOf, words } from './browser.js'
import { certificateCollege, type CertificateCollege } from './college.js'
import { testWith, textOf } from './tools.js'

let college: CertificateCollege
beforeAll(async () => {
  college = await certificateCollege()
})
afterAll(() => college.drop())

const browser = (headers?: Record<string, string>) => browserOf(college.app, headers)
const as = (account: string) => browser({ 'x-person': account })
const secretariat = async () => browser({ 'x-person': await college.admit('The Secretariat'), 'x-secretariat': 'yes' })

async function certified(name: string): Promise<{ account: string; certificate: Certificate }> {
  const account = await college.admit(name)
  const certificate = await college.certificates.issue(college.pass(account, { language: 'fr' }))
  return { account, certificate: certificate! }
}

describe('the holder’s pages', () => {
  test('send whoever is not signed in to sign in', async () => {
    const { status, headers } = await browser().get('/en/certificates')
    expect(status).toBe(303)
    expect(headers['location']).toContain('/en/sign-in')
  })

  test('list the own certificates and no others', async () => {
    const { account, certificate } = await certified('Lister')
    const other = await certified('Other')
    const { text } = await as(account).get('/en/certificates')
    expect(text).toContain(certificate.code)
    expect(text).not.toContain(other.certificate.code)
    expect(words((await as(await college.admit('Nobody Yet')).get('/en/certificates')).text)).toContain(
      'You have no certificate yet',
    )
  })

  test('do not open somebody else’s, nor their PDF, nor change them', async () => {
    const { certificate } = await certified('Owner')
    const stranger = as((await certified('Stranger')).account)
    const page = `/en/certificates/${certificate.code}`
    await stranger.get('/en/certificates/' + (await certified('x')).certificate.code)
    expect((await stranger.get(page)).status).toBe(404)
    expect((await stranger.get(`${page}/en.pdf`)).status).toBe(404)
    expect((await stranger.post(`${page}/score`, { show: 'yes' })).status).not.toBe(303)
    expect((await college.certificates.find(certificate.code))?.scorePublic).toBe(false)
  })

  testWith('pdftotext').each(['en', 'fr', 'es'])('give the PDF in %s', async (language) => {
    const { account, certificate } = await certified('Ana Łukasz')
    const holder = as(account)
    const page = await holder.get(`/${language}/certificates/${certificate.code}`)
    expect(page.text).toContain(`/${language}/certificates/${certificate.code}/fr.pdf`)
    const { status, headers, body } = await holder.pdf(`/${language}/certificates/${certificate.code}/${language}.pdf`)
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf'])
    expect(headers['content-disposition']).toBe(`attachment; filename=${certificate.code}-${language}.pdf`)
    expect(headers['x-robots-tag']).toBe('noindex')
    expect(textOf(body as Buffer)).toContain('Ana Łukasz')
  })

  test('refuse a language that is none of the three', async () => {
    const { account, certificate } = await certified('Linguist')
    expect((await as(account).get(`/en/certificates/${certificate.code}/de.pdf`)).status).toBe(400)
  })

  test('let the holder show the score, and hide it again', async () => {
    const { account, certificate } = await certified('Proud')
    const holder = as(account)
    const page = `/en/certificates/${certificate.code}`
    const open = async () => words((await browser().get(`/en/verify/${certificate.code}`)).text)
    expect(await open()).not.toContain('87%')
    await holder.get(page)
    expect((await holder.post(`${page}/score`, { show: 'yes' })).headers['location']).toBe(page)
    expect(await open()).toContain('87%')
    expect(words((await holder.get(page)).text)).toContain('Your choice was saved.')
    await holder.post(`${page}/score`, { show: 'no' })
    expect(await open()).not.toContain('87%')
    expect((await holder.post(`${page}/score`, { show: 'perhaps' })).status).toBe(400)
  })

  test('refuse a form without its token', async () => {
    const { account, certificate } = await certified('Careful')
    const response = await as(account).post(`/en/certificates/${certificate.code}/score`, { show: 'yes' })
    expect(response.status).toBe(403)
  })

  test('help with a name that cannot be printed: the certificate stands, and a Latin name is printed beside it', async () => {
    const { account, certificate } = await certified('សុខ សំណាង')
    const holder = as(account)
    const page = `/en/certificates/${certificate.code}`
    expect(words((await holder.get(page)).text)).toContain('Enter your name in Latin letters in your profile')
    const refused = await holder.get(`${page}/en.pdf`)
    expect(refused.status).toBe(409)
    expect(words(refused.text)).toContain('Enter your name in Latin letters in your profile')
    expect((await holder.post(`${page}/name`)).status).toBe(409)
    expect(words((await browser().get(`/en/verify/${certificate.code}`)).text)).toContain('សុខ សំណាង')

    const person = (await college.accounts.person(account))!
    await college.accounts.profile.changeProfile(person, { name: 'Sok Samnang', language: 'en' })
    expect(words((await holder.get(page)).text)).toContain('Print “Sok Samnang” on it.')
    expect((await holder.post(`${page}/name`)).status).toBe(303)
    expect((await holder.get(`${page}/en.pdf`)).status).toBe(200)
    const open = words((await browser().get(`/en/verify/${certificate.code}`)).text)
    expect(open).toContain('សុខ សំណាង')
    expect(open).toContain('Sok Samnang')

    await college.accounts.profile.changeProfile(person, { name: 'Somebody Else', language: 'en' })
    await holder.post(`${page}/name`)
    expect(words((await browser().get(`/en/verify/${certificate.code}`)).text)).not.toContain('Somebody Else')
  })
})

describe('revocation by the Secretariat', () => {
  test('is not for others', async () => {
    const { account, certificate } = await certified('Hopeful')
    expect((await as(account).get(`/en/certificates/${certificate.code}/revocation`)).status).toBe(403)
    expect((await browser().get(`/en/certificates/${certificate.code}/revocation`)).status).toBe(303)
  })

  test('wants a reason, shows it to the public, and ends the downloads', async () => {
    const { account, certificate } = await certified('Cheat')
    const staff = await secretariat()
    const page = `/en/certificates/${certificate.code}/revocation`
    expect((await staff.get(`/en/verify/${certificate.code}`)).text).toContain(page)
    expect((await staff.get(page)).status).toBe(200)
    const faulty = await staff.post(page, { reason: '  <b>no' })
    expect(faulty.status).toBe(422)
    expect(faulty.text).toContain('&lt;b&gt;no')
    expect(words(faulty.text)).toContain('At least 10 characters are needed')
    expect(words((await staff.post(page, { reason: ' ' })).text)).toContain('This is needed')
    expect((await college.certificates.find(certificate.code))?.revocation).toBeUndefined()

    const reason = 'The examination was taken by another person.'
    expect((await staff.post(page, { reason })).headers['location']).toBe(`/en/verify/${certificate.code}`)
    expect((await staff.post(page, { reason })).status).toBe(409)
    const open = words((await browser().get(`/en/verify/${certificate.code}`)).text)
    expect(open).toContain('This certificate was revoked on 21 November 2026. Do not rely on it.')
    expect(open).toContain(`Reason: ${reason}`)

    const holder = as(account)
    const own = await holder.get(`/en/certificates/${certificate.code}`)
    expect(own.text).not.toContain('.pdf')
    expect(words(own.text)).toContain(reason)
    expect((await holder.get(`/en/certificates/${certificate.code}/en.pdf`)).status).toBe(409)
  })
})

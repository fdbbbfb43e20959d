import { present } from '../../server/certificates/index.js'
import { smallPackage, change } from '../courses/package.js'
import { certificateCollege, iriBase, password, type CertificateCollege } from './college.js'

let college: CertificateCollege
beforeAll(async () => {
  college = await certificateCollege()
})
afterAll(() => college.drop())

const verbs = async (account: string) => (await college.said(account)).map(({ verb }) => verb.id.split('/').at(-1))
const count = (account: string) => college.connection.collection('certificates').countDocuments({ account })

/** The one certificate of an account. */
async function only(account: string) {
  const found = await college.certificates.of([account])
  expect(found).toHaveLength(1)
  return found[0]!
}

describe('a passed examination', () => {
  test('issues a certificate that holds all it says', async () => {
    const account = await college.admit('Wanjirũ Otieno')
    const pass = college.pass(account, { language: 'fr' })
    const issued = await college.certificates.issue(pass)
    expect(issued).toEqual(await only(account))
    expect(issued).toMatchObject({
      account,
      scorePublic: false,
      course: {
        id: 'small',
        version: '1.0.0',
        hours: 1,
        areas: ['permits'],
        validMonths: 36,
        renewalWindowMonths: 6,
        words: {
          en: { title: 'Small course en', issuer: 'CITES Virtual College', endorsement: 'It grants no power.' },
          fr: { title: 'Small course fr' },
        },
      },
      terms: [
        {
          attempt: pass.attempt,
          issuedAt: pass.passedAt,
          validUntil: new Date('2029-11-21T10:00:00.000Z'),
          percent: 87,
          language: 'fr',
          name: 'Wanjirũ Otieno',
          affiliation: { party: 'KE', agency: 'customs', status: 'confirmed' },
          partyNames: { en: 'Kenya', fr: 'Kenya', es: 'Kenya' },
        },
      ],
    })
    expect(issued?.course.words.es).toBeUndefined()
  })

  test('is told as one statement, which names no person, nor the code that leads to one', async () => {
    const account = await college.admit('Somebody Nameable')
    const issued = await college.certificates.issue(college.pass(account))
    const said = await college.said(account)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatchObject({
      verb: { id: expect.stringMatching(/\/earned$/) as string },
      actor: { account: { homePage: iriBase, name: account } },
      timestamp: expect.stringMatching(/^2026-11-21T10:00:00/) as string,
    })
    expect(said[0]?.object.id).toMatch(/^https:\/\/college\.test\/activities\/certificates\/[0-9a-f-]{36}$/)
    expect(JSON.stringify(said)).not.toMatch(/Nameable|example\.org|CVC-/)
    expect(JSON.stringify(said)).not.toContain(issued!.code.slice(4))
  })

  test('handed in twenty times at once, and again, makes one certificate and one statement', async () => {
    const account = await college.admit('Twenty Times')
    const pass = college.pass(account)
    const issued = await Promise.all(Array.from({ length: 20 }, () => college.certificates.issue(pass)))
    const again = await college.certificates.issue(pass)
    expect(new Set([...issued, again].map((one) => one?.code)).size).toBe(1)
    expect(await count(account)).toBe(1)
    expect(present(await only(account)).attempt).toBe(pass.attempt)
    expect((await only(account)).terms).toHaveLength(1)
    expect(await verbs(account)).toEqual(['earned'])
  })

  test('two different passes at once make one certificate of one term', async () => {
    const account = await college.admit('Two Passes')
    const passes = [college.pass(account), college.pass(account)]
    await Promise.all(passes.map((pass) => college.certificates.issue(pass)))
    expect((await only(account)).terms).toHaveLength(1)
    expect(await verbs(account)).toEqual(['earned'])
  })

  test('its statement survives a record store that is away', async () => {
    const account = await college.admit('Away')
    const failing = { outbox: { register: () => undefined, drain: () => Promise.reject(new Error('away')) } }
    const pass = college.pass(account)
    await college.certificatesWith({ lrs: failing }).issue(pass)
    expect(await verbs(account)).toEqual([])
    await college.lrs.outbox.sweep()
    expect(await verbs(account)).toEqual(['earned'])
    await college.certificates.issue(pass)
    expect(await verbs(account)).toEqual(['earned'])
  })

  test('of somebody who was erased meanwhile issues nothing', async () => {
    expect(await college.certificates.issue(college.pass('nobody'))).toBeUndefined()
    expect(await count('nobody')).toBe(0)
  })

  test('the index refuses a second certificate for person, course and version', async () => {
    const account = await college.admit('Indexed')
    await college.certificates.issue(college.pass(account))
    const documents = college.connection.collection<{ _id: string }>('certificates')
    const { code } = await only(account)
    const document = await documents.findOne({ _id: code })
    await expect(documents.insertOne({ ...document!, _id: 'another' })).rejects.toMatchObject({ code: 11000 })
  })
})

describe('renewal', () => {
  test('a pass that comes too early changes nothing; one within the window, or later, adds a term', async () => {
    const account = await college.admit('Renewing')
    await college.certificates.issue(college.pass(account))
    const { code } = await only(account)
    expect(await college.certificates.mayRenew(account, 'small', '1.0.0')).toBe(false)
    await college.certificates.issue(college.pass(account))
    expect((await only(account)).terms).toHaveLength(1)

    college.passDays(3 * 365 - 60)
    expect(await college.certificates.mayRenew(account, 'small', '1.0.0')).toBe(true)
    const renewal = college.pass(account, { percent: 93 })
    await Promise.all(Array.from({ length: 20 }, () => college.certificates.issue(renewal)))
    const renewed = await only(account)
    expect(renewed.code).toBe(code)
    expect(renewed.terms.map(({ percent }) => percent)).toEqual([87, 93])
    expect(await college.certificates.mayRenew(account, 'small', '1.0.0')).toBe(false)

    const said = await college.said(account)
    expect(said.map(({ verb }) => verb.id.split('/').at(-1))).toEqual(['earned', 'earned'])
    expect(new Set(said.map(({ object }) => object.id)).size).toBe(1)
    expect(new Set(said.map(({ id }) => id)).size).toBe(2)
  })

  test('an expired certificate is renewed, and says the new name and Party', async () => {
    const account = await college.admit('Before Marriage')
    await college.certificates.issue(college.pass(account))
    college.passDays(4 * 366)
    expect(college.certificates.stateOf(await only(account))).toBe('expired')
    const person = (await college.accounts.person(account))!
    await college.accounts.profile.changeProfile(person, { name: 'After Marriage', language: 'en' })
    await college.accounts.profile.changePlace(person, { party: 'FR', agency: 'police' })
    await college.certificates.issue(college.pass(account))
    const { terms } = await only(account)
    expect(terms.map(({ name, affiliation }) => [name, affiliation.party, affiliation.status])).toEqual([
      ['Before Marriage', 'KE', 'confirmed'],
      ['After Marriage', 'FR', 'claimed'],
    ])
  })
})

describe('revocation', () => {
  test('is audited, told as a statement, and final', async () => {
    const account = await college.admit('Revoked')
    const { code } = (await college.certificates.issue(college.pass(account)))!
    const request = { code, reason: 'Examination taken by somebody else', by: 'the-secretariat' }
    const results = await Promise.allSettled([1, 2, 3].map(() => college.certificates.revoke(request)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(college.certificates.revoke(request)).rejects.toMatchObject({ code: 'certificate-already-revoked' })
    expect((await only(account)).revocation).toMatchObject({ reason: request.reason, by: request.by })
    expect(college.certificates.stateOf(await only(account))).toBe('revoked')
    expect(await verbs(account)).toEqual(['earned', 'revoked'])
    const { entries } = await college.audit.list({ limit: 10 })
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'certificate-revoked', subject: code, by: request.by, reason: request.reason }),
    )
  })

  test('a revoked certificate is not renewed by an examination', async () => {
    const account = await college.admit('Not Again')
    const { code } = (await college.certificates.issue(college.pass(account)))!
    await college.certificates.revoke({ code, reason: 'It was not theirs', by: 'the-secretariat' })
    college.passDays(4 * 366)
    expect(await college.certificates.mayRenew(account, 'small', '1.0.0')).toBe(false)
    await college.certificates.issue(college.pass(account))
    expect((await only(account)).terms).toHaveLength(1)
    expect(await verbs(account)).toEqual(['earned', 'revoked'])
  })

  test('of an unknown certificate is a 404', async () => {
    const request = { code: 'CVC-0000-0000-0000-0000', reason: 'A reason', by: 'x' }
    await expect(college.certificates.revoke(request)).rejects.toMatchObject({ status: 404 })
  })
})

describe('erasure of the person', () => {
  test('takes the name out, and leaves the certificate as it is', async () => {
    const account = await college.admit('To Be Forgotten')
    const before = (await college.certificates.issue(college.pass(account)))!
    const { exporter, eraser } = college.certificates
    expect(JSON.stringify(await exporter.collect(account))).toContain('To Be Forgotten')
    expect(await college.accounts.ownData.eraseSelf(account, password, [eraser])).toBe(true)
    const after = await only(account)
    expect(after.nameErasedAt).toBeInstanceOf(Date)
    expect(after.terms.map(({ name }) => name)).toEqual([undefined])
    expect({ ...after, nameErasedAt: undefined, terms: [] }).toEqual({ ...before, terms: [] })
    expect(college.certificates.stateOf(after)).toBe('valid')
    const kept = await college.connection.collection('certificates').find({ account }).toArray()
    expect(JSON.stringify(kept)).not.toContain('Forgotten')
    await expect(college.certificates.download(before.code, account, 'en')).rejects.toMatchObject({ status: 404 })

    await eraser(account)
    expect((await only(account)).nameErasedAt).toEqual(after.nameErasedAt)
  })

  test('that comes between reading the name and writing it leaves no name behind', async () => {
    const account = await college.admit('Forgotten Meanwhile')
    const { eraser } = college.certificates
    const accounts = {
      ...college.accounts,
      affiliationOf: async (...asked: Parameters<typeof college.accounts.affiliationOf>) => {
        await college.accounts.ownData.eraseSelf(account, password, [eraser])
        return college.accounts.affiliationOf(...asked)
      },
    }
    await college.certificatesWith({ accounts }).issue(college.pass(account))
    const kept = await college.connection.collection('certificates').find({ account }).toArray()
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain('Meanwhile')
  })

  test('is done again by a pass that is handed in after a crash', async () => {
    const account = await college.admit('Crashed Name')
    const pass = college.pass(account)
    await college.certificates.issue(pass)
    await college.accounts.ownData.eraseSelf(account, password, [])
    await college.certificates.issue(pass)
    expect(present(await only(account)).name).toBeUndefined()
  })
})

describe('the course', () => {
  test('may be changed and withdrawn: the certificate says what it said', async () => {
    const account = await college.admit('Lasting')
    const before = await college.certificates.issue(college.pass(account))
    const next = change(smallPackage(), 'course.yaml', 'version: 1.0.0', 'version: 2.0.0')
    await college.packages.write('small', change(next, 'en/course.yaml', 'Small course en', 'Another title'))
    await college.courses.importShipped()
    expect(college.courses.current('small')?.version).toBe('2.0.0')
    college.passDays(1)
    await college.certificates.issue(college.pass(account, { version: '2.0.0' }))
    const [newer, older] = await college.certificates.of([account])
    expect([newer?.course.words.en?.title, older]).toEqual(['Another title', before])
    expect(await college.certificates.linkFor(account, 'small')).toBe(`/certificates/${newer!.code}`)

    await college.packages.drop()
    await college.courses.importShipped()
    expect(await college.certificates.find(before!.code)).toEqual(before)
    const pdf = await college.certificates.download(before!.code, account, 'es')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })
})

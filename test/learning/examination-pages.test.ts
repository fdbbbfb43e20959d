import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testCollege, type College } from './college.js'
import { attemptIn, completeModules, enrolled, examinationPath, pass, start } from './steps.js'

let college: College
beforeAll(async () => {
  college = await testCollege()
})
afterAll(() => college.drop())

describe('the examination', () => {
  test('is closed until all modules are complete, and says which are missing', async () => {
    const browser = await enrolled(college, 'quinn')
    const closed = await browser.get(examinationPath)
    expect(closed.text).toContain('The examination opens when these modules are complete')
    expect(closed.text).not.toContain('Start the examination')
    expect((await browser.submit(examinationPath)).text).toContain('The examination is not open yet.')
  })

  test('failed: tells modules and provisions and no question; after the pause it can be repeated', async () => {
    const browser = await enrolled(college, 'ray')
    await completeModules(college, browser)
    expect((await browser.get('/en/courses/small')).text).toContain('Go to the examination')
    const { text } = await start(browser, examinationPath)
    const result = await browser.submit(`/en/attempts/${attemptIn(text)}/submit`, { anyway: 'yes' })
    expect(result.text).toContain('You have not passed this time. 80% of the points are needed.')
    expect(result.text).toContain('What to read again')
    expect(result.text).toContain('Article III')
    expect(result.text).not.toMatch(/Because Article|What of|Option [abc]|badge-bad/)
    expect(result.text).toContain('You can try again in 60 minutes (11:00 UTC).')
    expect(result.text).toContain('<a href="/en/courses/small/modules/first#section-2">Article III</a>')
    college.clock.pass(2)
    for (const path of ['/en/courses/small', '/en/learning']) {
      const { text } = await browser.get(path)
      expect(text).toContain('You have not passed the examination yet; your last result was 0%.')
      expect(text).toContain('You can try again in 58 minutes (11:00 UTC).')
      expect(text).toContain('See what to read again')
      expect(text).not.toContain('Go to the examination')
    }
    expect((await browser.get('/fr/learning')).text).toContain('dans 58 minutes (11:00 UTC)')
    const early = await browser.submit(examinationPath)
    expect(early.text).toContain('A new attempt is not possible yet.')
    expect(attemptIn(early.text)).toBe('')
    college.clock.pass(58)
    expect((await browser.get('/en/learning')).text).toContain('Take the examination again')
    expect(attemptIn((await start(browser, examinationPath)).text)).not.toBe('')
  })

  test('passed: shows the certificate and the feedback, and is over', async () => {
    const browser = await enrolled(college, 'sue')
    await completeModules(college, browser)
    college.certificates.push({
      ...{ course: 'small', title: 'Small course en', href: '/certificates/CVC-1', state: 'valid' },
      ...{ issuedAt: college.clock.now(), validUntil: undefined },
    })
    const result = await pass(college, browser, examinationPath, 'examination')
    expect(result.text).toContain('You have passed.')
    expect(result.text).toContain('href="/en/certificates/CVC-1"')
    expect(result.text.match(/badge-ok">Right/g)).toHaveLength(4)
    const over = await browser.get(examinationPath)
    expect(over.text).toContain('You have passed this examination.')
    expect(over.text).not.toContain('Start the examination')
    expect((await browser.submit(examinationPath)).text).toContain('You have passed this examination already.')
    expect((await browser.get('/en/courses/small')).text).toContain('View your certificate')
    expect((await browser.get('/en/courses')).text).toContain('Examination passed')
    const mine = await browser.get('/en/learning')
    for (const text of ['Courses you have completed', 'Small course en', 'does not expire', 'Valid'])
      expect(mine.text).toContain(text)
  })

  test('may be taken again when the certificate is to be renewed', async () => {
    college.hooks.mayRenew = true
    const browser = college.browser('sue')
    expect((await browser.get('/en/courses/small')).text).toContain('Renew the certificate')
    const again = await start(browser, examinationPath)
    college.hooks.mayRenew = false
    expect(again.text).toContain('Attempt 2')
  })
})

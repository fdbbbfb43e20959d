import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import type { Language } from '../../server/base/languages.js'
import { testWith, textOf } from '../certificates/tools.js'
import { castOf, type Cast } from '../support/cast.js'
import { testPlatform, type TestPlatform } from '../support/platform.js'
import { openBrowser } from './support/chromium.js'
import { choosePassword, completeModule, currentCourse, letterLink, register, takeQuiz } from './support/officer.js'
import { visit, type Visitor } from './support/visitor.js'
import { examinationWords, kenya, oneLine, read } from './support/look.js'

interface Traveller {
  language: Language
  name: string
  scripts: boolean
}

const travellers: Traveller[] = [
  { language: 'en', name: 'Grace Wanjala', scripts: true },
  { language: 'fr', name: 'Étienne Mwangi', scripts: true },
  { language: 'es', name: 'Íñigo Otieno', scripts: true },
  { language: 'en', name: 'Grace Wanjala', scripts: false },
]

describe.each(travellers)('from registration to indicator 3.2.1, in $language, scripts: $scripts', (traveller) => {
  const { language, name, scripts } = traveller
  const email = 'officer@customs.example'
  let browser: Browser
  let platform: TestPlatform
  let cast: Cast
  let officer: Visitor
  let secretariat: Visitor
  let pdf: Buffer
  let certificate: string

  beforeAll(async () => {
    platform = await testPlatform()
    cast = await castOf(platform.college.accounts, ['wanjiru', 'sofia'] as never)
    browser = await openBrowser()
    officer = await visit(browser, platform, language, { javaScriptEnabled: scripts })
    secretariat = await visit(browser, platform, language, { javaScriptEnabled: scripts })
    await secretariat.signIn(cast.sofia.email)
  })
  afterAll(async () => {
    await browser?.close()
    await platform?.close()
  })
  afterEach(() => {
    expect([...officer.complaints(), ...secretariat.complaints()]).toEqual([])
  })

  test('registers as a customs officer of Kenya, confirms the address and signs in', async () => {
    const { page, t } = officer
    await officer.go('/')
    await officer.follow('home:register')
    await register(officer, { name, email })
    await page.goto(await letterLink(platform, email))
    await choosePassword(officer)
    await officer.press('common:signOut')
    await page.waitForURL(new RegExp(`/${language}/$`))
    await officer.signIn(email)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(t('learning:mine.title'))
  })

  test('begins the course, reads its four modules and passes their quizzes', async () => {
    const { page } = officer
    const course = currentCourse(platform)
    await officer.follow('learning:mine.toCatalogue')
    await page.getByRole('main').getByRole('link').first().click()
    await officer.press('learning:next.enrol')
    expect(course.modules).toHaveLength(4)
    for (const [index, module] of course.modules.entries()) {
      await page.waitForURL(new RegExp(`/modules/${module}$`))
      await completeModule(officer, platform.college.courses.quiz(course, module))
      expect(await page.locator('.notice-ok').innerText()).toBe(officer.t('learning:result.passed'))
      const last = index === course.modules.length - 1
      if (!last) await page.locator('main a.button').first().click()
    }
    await officer.follow('learning:next.examination')
    await page.waitForURL(/\/examination$/)
  })

  test('fails the examination: the page names modules and provisions, and no question', async () => {
    const { page, t } = officer
    const course = currentCourse(platform)
    const quiz = platform.college.courses.quiz(course, 'examination')
    await takeQuiz(officer, quiz, 'learning:examination.start', 'wrong')
    const shown = await read(officer)
    const source = shown + oneLine(await page.content())
    const { modules, provisions } = platform.college.courses.text(course, language)
    for (const module of course.modules) expect(shown).toContain(oneLine(modules[module]?.title ?? ''))
    expect(Object.values(provisions).filter((one) => shown.includes(oneLine(one))).length).toBeGreaterThan(4)
    expect(examinationWords(platform, language).filter((words) => source.includes(words))).toEqual([])
    expect(await page.getByRole('link', { name: t('learning:result.again') }).count()).toBe(0)
  })

  test('waits for the end of the pause, and passes', async () => {
    const { page, t } = officer
    const quiz = platform.college.courses.quiz(currentCourse(platform), 'examination')
    await officer.go('/courses/permits/examination')
    expect(await page.getByRole('button', { name: t('learning:examination.start') }).count()).toBe(0)
    platform.clock.pass(quiz.pauseMinutes + 1)
    await page.reload()
    await takeQuiz(officer, quiz, 'learning:examination.start', 'right')
    const shown = await read(officer)
    expect(shown).toContain(t('learning:result.passed'))
    expect(examinationWords(platform, language).filter((words) => shown.includes(words)).length).toBeGreaterThan(19)
  })

  test('downloads the certificate', async () => {
    const { page } = officer
    await officer.follow('learning:next.certificate')
    await page.waitForURL(/\/certificates\//)
    certificate = page.url().split('/').at(-1) ?? ''
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      officer.follow(`certificates:holder.downloadIn.${language}`),
    ])
    pdf = await readFile(await download.path())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  })

  testWith('pdftotext')('whose paper names the holder, the Party, the course and the public page', () => {
    const { college, url } = platform
    const printed = textOf(pdf)
    const words = [
      name,
      college.accounts.parties.name('KE', language),
      college.courses.text(currentCourse(platform), language).title,
      certificate,
      '100',
    ]
    for (const each of words) expect(printed).toContain(each)
    expect(printed.replace(/\s/g, '')).toContain(`${url}/verify/${certificate}`.replace(/^https?:\/\//, ''))
  })

  test('whose public page anybody can open', async () => {
    const stranger = await visit(browser, platform, language, { javaScriptEnabled: scripts })
    await stranger.page.goto(`${platform.url}/verify/${certificate}`)
    expect(stranger.page.url()).toBe(`${platform.url}/${language}/verify/${certificate}`)
    expect(await read(stranger)).toContain(name)
    expect(await stranger.page.locator('main .notice-ok').count()).toBe(1)
    expect(await stranger.page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
    expect(stranger.complaints()).toEqual([])
    await stranger.leave()
  })

  test('and once the focal point has confirmed the claim, the Secretariat sees Kenya counted', async () => {
    expect(await kenya(secretariat)).toEqual({
      parties: '0',
      officials: secretariat.t('statistics:claimed', { count: 1 }),
    })
    const focalPoint = await visit(browser, platform, language, { javaScriptEnabled: scripts })
    await focalPoint.signIn(cast.wanjiru.email)
    await focalPoint.go('/my-party')
    await focalPoint.page
      .getByRole('row', { name })
      .getByRole('button', { name: focalPoint.t('administration:list.confirm') })
      .click()
    await focalPoint.page.getByText(focalPoint.t('administration:confirmed')).waitFor()
    expect(focalPoint.complaints()).toEqual([])
    await focalPoint.leave()
    expect(await kenya(secretariat)).toEqual({
      parties: '1',
      officials: secretariat.t('statistics:confirmed', { count: 1 }),
    })
  })

  test('with the statements behind the figure', async () => {
    const { page } = secretariat
    const named = platform.college.accounts.parties.name('KE', language)
    await page.getByRole('row', { name: named }).getByRole('link').click()
    expect(await read(secretariat)).not.toContain(name)
    const verbs = []
    for (const place of [0, 1]) {
      await page.locator('main td a[href*="/statements/"]').nth(place).click()
      const statement = JSON.parse(await page.locator('pre').innerText()) as { verb: { id: string } }
      verbs.push(statement.verb.id.split('/').at(-1))
      await page.goBack()
    }
    expect(verbs).toEqual(['earned', 'affiliated'])
  })
})

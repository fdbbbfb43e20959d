import type { Name } from '../../support/cast.js'
import type { Scene } from './scene.js'
import type { Visitor } from './visitor.js'

/** A page as somebody sees it: who, how they come to it, and the status it must have. */
export interface View {
  name: string
  /** Nobody: not signed in. */
  as?: Name
  /** Goes there; gives the status, where it is known. */
  open(visitor: Visitor, scene: Scene): Promise<unknown>
  status?: number
}

type Path = string | ((scene: Scene) => string)

/** A page at an address. */
const at = (name: string, path: Path, status = 200): View => ({
  name,
  status,
  open: (visitor, scene) => visitor.go(typeof path === 'string' ? path : path(scene)),
})

/**
 * A form sent empty, or with an e-mail address only: the browser's own check is set aside, so that the server's is seen.
 * An address of its own keeps a form from being counted with the others by the limits on letters.
 */
const faulty = (name: string, path: Path, email?: string): View => ({
  name: `${name}, with faults`,
  status: 422,
  async open({ page, go }, scene) {
    await go(typeof path === 'string' ? path : path(scene))
    const form = page.locator('main form').first()
    if (email) await form.locator('#field-email').fill(email)
    await form.evaluate((element: HTMLFormElement) => (element.noValidate = true))
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      form.locator('button').last().click(),
    ])
    if (answer.status() === 422) await page.locator('main .fault').first().waitFor()
    return answer.status()
  },
})

const seenBy = (as: Name, views: View[]): View[] => views.map((view) => ({ ...view, as }))

const course = '/courses/permits'
const firstModule = `${course}/modules/appendices-and-authorities`

export const publicViews: View[] = [
  at('home', '/'),
  at('catalogue', '/courses'),
  at('course', course),
  at('first module', firstModule),
  at('second module', `${course}/modules/which-document`),
  at('third module', `${course}/modules/exemptions`),
  at('fourth module', `${course}/modules/reading-and-checking`),
  at('registration', '/register'),
  faulty('registration', '/register'),
  at('registration sent', '/register/sent'),
  at('privacy', '/privacy'),
  at('contact', '/contact'),
  at('sign-in', '/sign-in'),
  faulty('sign-in', '/sign-in'),
  at('forgotten password', '/password/forgotten'),
  faulty('forgotten password', '/password/forgotten'),
  at('letter sent', '/password/sent'),
  at('choose a password', ({ links }) => links.confirm),
  faulty('choose a password', ({ links }) => links.confirm),
  at('a link that is over', `/password/choose/${'x'.repeat(43)}`, 404),
  at('one-time code', '/code'),
  faulty('one-time code', '/code'),
  at('invitation', ({ links }) => links.invitation),
  faulty('invitation', ({ links }) => links.invitation),
  at('verify', '/verify'),
  at('record', ({ codes }) => `/verify/${codes.valid}`),
  at('record of a revoked certificate', ({ codes }) => `/verify/${codes.revoked}`),
  at('no code', '/verify?code=', 422),
  at('unknown code', '/verify/CVC-0000-0000-0000-0000', 404),
  at('erased', '/erased'),
  at('unknown page', '/nowhere', 404),
  at('malformed address', '/courses/%ff', 400),
]

export const learnerViews: View[] = [
  ...seenBy('joseph', [
    at('my learning, begun', '/learning'),
    at('course, begun', course),
    at('module, read', firstModule),
    at('quiz, before', `${course}/modules/exemptions/quiz`),
    at('quiz, questions', `${firstModule}/quiz`),
    at('quiz, questions without answers', `${firstModule}/quiz?check=1`),
    at('quiz, after an attempt', `${course}/modules/which-document/quiz`),
    at('quiz, failed', ({ results }) => results.quizFailed),
    at('examination, locked', `${course}/examination`),
    at('no certificates', '/certificates'),
  ]),
  ...seenBy('sylvie', [
    at('examination, failed', ({ results }) => results.failed),
    at('examination, paused', `${course}/examination`),
    at('profile, claimed', '/profile'),
  ]),
  ...seenBy('diego', [
    at('invitation for somebody else', ({ links }) => links.invitation),
    at('revoked certificate', ({ codes }) => `/certificates/${codes.revoked}`),
    at('download of a revoked certificate', ({ codes }) => `/certificates/${codes.revoked}/en.pdf`, 409),
  ]),
  ...seenBy('amina', [
    at('my learning, completed', '/learning'),
    at('course, completed', course),
    at('module, complete', firstModule),
    at('quiz, passed', ({ results }) => results.quizPassed),
    at('examination, passed', `${course}/examination`),
    at('result of the examination', ({ results }) => results.passed),
    at('certificates', '/certificates'),
    at('certificate', ({ codes }) => `/certificates/${codes.valid}`),
    at('profile', '/profile'),
    at('change of Party', '/profile/affiliation'),
    at('change of password', '/profile/password'),
    faulty('change of password', '/profile/password'),
    at('change of address', '/profile/email'),
    faulty('change of address', '/profile/email', 'amina.otieno@example.org'),
    at('erasure', '/profile/erasure'),
    faulty('erasure', '/profile/erasure'),
    at('forbidden page', '/administration/roles', 403),
  ]),
]

export const staffViews: View[] = [
  ...seenBy('wanjiru', [
    at('my Party, claimed', '/my-party'),
    at('my Party, confirmed', '/my-party?show=confirmed'),
    at('my Party, unconfirmed addresses', '/my-party?show=unconfirmed-address'),
    at('invitation form', '/invitations/new'),
    faulty('invitation form', '/invitations/new'),
    at('rejection', ({ cast }) => `/people/${cast.joseph.id}/reject`),
    faulty('rejection', ({ cast }) => `/people/${cast.joseph.id}/reject`),
    at('end of a confirmation', ({ cast }) => `/people/${cast.amina.id}/end`),
  ]),
  ...seenBy('sofia', [
    at('indicator 3.2.1', '/indicator/3.2.1'),
    at('indicator 3.2.1 on a day to come', '/indicator/3.2.1?date=2999-01-01', 422),
    at('evidence of a Party', '/indicator/3.2.1/KE'),
    at('Party without evidence', '/indicator/3.2.1/FR'),
    at('statements', '/statements'),
    {
      name: 'statement',
      async open(visitor) {
        await visitor.go('/statements')
        await visitor.page.locator('main table a').first().click()
        await visitor.page.locator('pre').waitFor()
      },
    },
    at('statements of a filter', '/statements?course=permits&since=2026-01-01&related=yes'),
    at('statements, a filter with faults', '/statements?agent=nobody&since=soon', 422),
    at('no statements', '/statements?since=2999-01-01'),
    at('nothing refused', '/statements/refused'),
    at('credentials, seen', '/administration/credentials'),
    at('credential, vouching', ({ credential }) => credential),
    at('people, names closed', '/administration/people'),
    faulty('reason', '/administration/people'),
    {
      name: 'people, names open',
      async open(visitor) {
        await visitor.go('/administration/people')
        const reason = visitor.page.locator('#field-reason')
        if ((await reason.count()) === 1) {
          await reason.fill('Confirming officials of Parties without a focal point.')
          await visitor.press('administration:people.give')
        }
        await visitor.page.locator('#field-q').waitFor()
      },
    },
    {
      name: 'statement, names open',
      async open(visitor) {
        await visitor.go('/statements?from=platform')
        await visitor.page.locator('main table a').first().click()
        await visitor.page.locator('pre').waitFor()
      },
    },
    at('people of a Party', '/administration/people?party=KE'),
    at('people found', '/administration/people?q=amina'),
    at('all who wait', '/administration/people?list=waiting'),
    at('focal points', '/administration/focal-points'),
    faulty('focal points', '/administration/focal-points'),
    at('end of an appointment', ({ cast }) => `/administration/focal-points/${cast.wanjiru.id}/withdraw`),
    at('revocation', ({ codes }) => `/certificates/${codes.valid}/revocation`),
    faulty('revocation', ({ codes }) => `/certificates/${codes.valid}/revocation`),
  ]),
  ...seenBy('adam', [
    at('roles', '/administration/roles'),
    faulty('roles', '/administration/roles'),
    at('credentials', '/administration/credentials'),
    at('new credential', '/administration/credentials/new'),
    faulty('new credential', '/administration/credentials/new'),
    {
      name: 'secret of a credential',
      async open(visitor) {
        await visitor.go('/administration/credentials/new')
        await visitor.page.locator('#field-name').fill('Moodle of the College')
        await visitor.page.locator('input[value="statements/write"]').check()
        await visitor.press('administration:credentials.makeAction')
        await visitor.page.getByText(visitor.t('administration:credentials.once')).waitFor()
      },
    },
    at('credential', ({ credential }) => credential),
    {
      name: 'credential, with faults',
      async open({ page, go, t, press }, { credential }) {
        await go(credential)
        await page.locator('#field-reason').fill('Why')
        await press('administration:credentials.revoke')
        await page.getByRole('alert').getByText(t('faults:field.reason')).waitFor()
      },
    },
    at('revoked credential', ({ revokedCredential }) => revokedCredential),
    at('statements, for an administrator', '/statements'),
    at('what could not be stored', '/statements/refused'),
    at('removal of a role', ({ cast }) => `/administration/roles/${cast.diego.id}/take?role=trainer`),
    at('audit', '/administration/audit'),
    at('audit, narrowed down', '/administration/audit?action=role-given'),
    at('courses served', '/administration/courses'),
    at('forwarding', '/administration/forwarding'),
    at('target of forwarding', ({ target }) => `/administration/forwarding/${target}`),
    at('new target', '/administration/forwarding/new'),
    faulty('new target', '/administration/forwarding/new'),
    at('changed target', ({ target }) => `/administration/forwarding/${target}/change`),
  ]),
]

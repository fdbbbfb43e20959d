import { createI18n } from '../../server/base/i18n.js'
import { checkPackage, describeFault } from '../../server/courses/index.js'
import { edit, given, small, testFaults } from './faults.js'
import { asFiles, change, without } from './package.js'

const noFrench = Object.keys(small).filter((file) => file.startsWith('fr/'))
const objectives = 'objectives:\n  - Know the second rule\n'

test('the small package has no fault and counts what it holds', () => {
  const check = checkPackage('small', asFiles(small))
  expect(check).toMatchObject({ id: 'small', version: '1.0.0', faults: [] })
  expect(check.counts.map(({ language, modules, questions }) => [language, modules, questions])).toEqual([
    ['en', 2, 24],
    ['fr', 2, 24],
  ])
  const [english] = check.counts
  expect(english?.examinationQuestions).toBe(6)
  // Running text and headings; the words of the table do not count, those of pictures and titles of boxes neither.
  expect(english?.wordsByModule['first']).toBe(37)
})

describe('files', () => {
  testFaults([
    given(
      'a file that no rule asks for',
      { ...small, 'en/frist.md': 'x' },
      { file: 'en/frist.md', at: 1, code: 'unknown-file' },
    ),
    given(
      'a picture without a name',
      { ...small, 'media/x.svg': '' },
      { file: 'media/x.svg', at: 1, code: 'unknown-file' },
    ),
    given('a missing text', without(small, 'fr/second.md'), { file: 'fr/second.md', at: 1, code: 'missing-file' }),
    given('a missing quiz', without(small, 'quizzes/second.yaml'), {
      file: 'quizzes/second.yaml',
      at: 1,
      code: 'missing-file',
    }),
    given('no course.yaml', without(small, 'course.yaml'), { file: 'course.yaml', at: 1, code: 'missing-file' }),
    given('a missing language', without(small, ...noFrench), {
      file: 'course.yaml',
      at: 'languages:',
      code: 'missing-language',
      params: { language: 'fr' },
      more: ['picture-without-alt'].slice(1),
    }),
    edit('another id than the folder', 'course.yaml', 'id: small', 'id: large', {
      at: 'id: large',
      code: 'folder-name',
    }),
  ])

  test('a text that is not UTF-8', () => {
    const files = new Map([...asFiles(small), ['fr/second.md', Buffer.from([0x2d, 0xff, 0xfe])]])
    expect(checkPackage('small', files).faults).toEqual([
      { file: 'fr/second.md', line: 1, code: 'not-utf8', params: {} },
    ])
  })
})

describe('course.yaml', () => {
  testFaults([
    edit('an unknown key', 'course.yaml', 'hours: 1', 'hours: 1\ncolour: red', {
      at: 'colour',
      code: 'unknown-key',
      params: { key: 'colour' },
    }),
    edit('an unknown key deep inside', 'course.yaml', 'draw: 2,', 'draw: 2, pauses: 1,', {
      at: 'pauses',
      code: 'unknown-key',
      params: { key: 'examination › pauses' },
    }),
    edit('a missing key', 'course.yaml', 'hours: 1\n', '', { at: 1, code: 'missing-key', params: { key: 'hours' } }),
    edit('a wrong type', 'course.yaml', 'hours: 1', 'hours: many', {
      at: 'hours',
      code: 'wrong-type',
      params: { key: 'hours', type: 'number' },
    }),
    edit('an unknown area', 'course.yaml', '[permits]', '[permit]', {
      at: 'areas',
      code: 'wrong-value',
      params: { expected: 'permits | ndf | identification | enforcement' },
    }),
    edit('a pass mark over 100', 'course.yaml', 'pass_mark: 80', 'pass_mark: 101', {
      at: 'pass_mark: 101',
      code: 'wrong-value',
      params: { key: 'examination › pass_mark', expected: '≤ 100' },
    }),
    edit('a date that is none', 'course.yaml', '2026-11-21', '2026-11-31', { at: 'checked', code: 'wrong-value' }),
    edit('a module called examination', 'course.yaml', 'first, second]', 'first, second, examination]', {
      at: 'modules:',
      code: 'wrong-value',
    }),
    edit('a provision listed twice', 'course.yaml', '  - art-iv\n', '  - art-iv\n  - art-iii\n', {
      at: 15,
      code: 'listed-twice',
      params: { key: 'provisions › 3' },
    }),
    edit('YAML that does not parse', 'course.yaml', '[customs, police]', '[customs, police', {
      at: 'languages',
      code: 'yaml-indent',
    }),
  ])
})

describe('mistakes in YAML that authors make most', () => {
  const title = 'title: Small course en'
  testFaults([
    edit('a colon in a text', 'en/course.yaml', title, 'title: Permits: an introduction', {
      at: 1,
      code: 'yaml-colon',
    }),
    edit('words behind quotation marks', 'en/course.yaml', title, 'title: "The small" course', {
      at: 1,
      code: 'yaml-quotes',
    }),
    edit('a quotation mark left open', 'en/course.yaml', title, 'title: "The small course', {
      at: 11,
      code: 'yaml-unclosed',
    }),
    edit('a sign at the beginning', 'en/course.yaml', title, 'title: @small', { at: 1, code: 'yaml-start' }),
    edit('a tabulator', 'en/course.yaml', title, 'objectives:\n\t- x', { at: 2, code: 'yaml-tab' }),
  ])
})

test('a fault of a question names it by its id, and says what is wanted in words', async () => {
  const { t } = await createI18n()
  const files = change(small, 'quizzes/first.yaml', 'points: 1', 'points: [1]')
  const [fault] = checkPackage('small', asFiles(files)).faults
  expect(fault && describeFault(fault, t.en)).toMatch(/“questions › first-1 › points” must be a number\.$/)
  expect(fault && describeFault(fault, t.fr)).toMatch(/doit être un nombre\.$/)
})

describe('the words of the course', () => {
  testFaults([
    edit('a key given twice', 'en/course.yaml', 'issuer:', 'title: Again\nissuer:', {
      at: 'title: Again',
      code: 'yaml-twice',
    }),
    edit(
      'an alias',
      'en/course.yaml',
      'CITES Virtual College\nendorsement: It grants no power.',
      '&a CITES\nendorsement: *a',
      {
        at: 1,
        code: 'yaml',
      },
    ),
    edit('a provision without a label in a language', 'fr/course.yaml', '  art-iv: Article IV\n', '', {
      at: 'provisions',
      code: 'provision-without-label',
      params: { provision: 'art-iv' },
    }),
    edit('a label without a provision', 'fr/course.yaml', '  art-iv:', '  art-ix: Article IX\n  art-iv:', {
      at: 'art-ix',
      code: 'label-without-provision',
    }),
    edit('objectives that differ in number', 'fr/course.yaml', '  - Refuse a permit fr\n', '', {
      at: 'objectives',
      code: 'count-differs',
      params: { found: 1, expected: 2 },
    }),
    edit('markdown in a title', 'en/course.yaml', 'Small course', 'Small *course*', {
      at: 'title',
      code: 'markup-in-plain-text',
    }),
    edit('a placeholder', 'fr/course.yaml', 'It grants no power', '"TODO: words', {
      at: 'TODO',
      code: 'placeholder',
      more: ['yaml-unclosed'],
    }),
  ])
})

describe('front matter', () => {
  testFaults([
    edit('missing', 'fr/second.md', '---\ntitle', 'title', { at: 1, code: 'front-matter-missing' }),
    edit('without an end', 'fr/second.md', '10\n---', '10', { at: 1, code: 'front-matter-missing' }),
    edit('without objectives', 'fr/second.md', objectives, '', {
      at: 2,
      code: 'missing-key',
      params: { key: 'objectives' },
    }),
    edit('with no objective in the list', 'fr/second.md', objectives, 'objectives: []\n', {
      at: 3,
      code: 'wrong-value',
    }),
    edit('with an unknown key', 'fr/second.md', 'minutes: 10', 'minutes: 10\nlevel: 1', {
      at: 'level',
      code: 'unknown-key',
    }),
    edit('with markdown in its title', 'fr/second.md', 'The second', 'The *second*', {
      at: 'title:',
      code: 'markup-in-plain-text',
    }),
  ])
})

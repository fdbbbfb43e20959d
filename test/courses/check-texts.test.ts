import { checkPackage } from '../../server/courses/index.js'
import { edit, editText, small, testFaults } from './faults.js'
import { asFiles, change } from './package.js'

describe('headings', () => {
  testFaults([
    editText('level 1', '## What to do', '# What to do', {
      at: '# What to do',
      code: 'heading-level',
      params: { level: '1' },
      more: ['dead-link'],
    }),
    editText('level 4', '### At night', '#### At night', { at: '#### At night', code: 'heading-level' }),
    editText('level 3 before the first section', 'A lorry', '### Early\n\nA lorry', {
      at: '### Early',
      code: 'heading-order',
    }),
    editText('a section inside a box', 'Turn to', '## Turn\n\nTurn to', { at: '## Turn', code: 'heading-in-box' }),
  ])
})

test('a text without sections', () => {
  const flat = change(
    small,
    'en/second.md',
    small['en/second.md'] ?? '',
    '---\ntitle: T\nobjectives: [O]\nminutes: 10\n---\n\nText.\n',
  )
  expect(checkPackage('small', asFiles(flat)).faults).toContainEqual({
    file: 'en/second.md',
    line: 6,
    code: 'no-sections',
    params: {},
  })
})

describe('HTML', () => {
  testFaults([
    editText('in a line', 'Ring the', 'Ring\n<b>the', { at: '<b>', code: 'html', params: { found: '<b>' } }),
    editText('as a block', 'Ring the number.', '<div>\nRing</div>', { at: '<div>', code: 'html' }),
    editText('in a cell', 'one permit |', 'one <br> permit |', { at: '<br>', code: 'html' }),
    editText('as a comment', 'Ring the number.', '<!-- Ring -->', { at: '<!--', code: 'html' }),
  ])
})

describe('links', () => {
  testFaults([
    editText('to no section', '#section-2', '#section-9', {
      at: '#section-9',
      code: 'dead-link',
      params: { address: '#section-9' },
    }),
    editText('into the site', '#section-2', 'second.md', { at: 'second.md', code: 'dead-link' }),
    editText('without a scheme', 'https://cites.org', '//cites.org', { at: '//cites.org', code: 'dead-link' }),
    editText('without https', 'https://cites.org', 'http://cites.org', { at: 'http://', code: 'link-form' }),
    editText('with a port', 'https://cites.org', 'https://cites.org:8080', { at: ':8080', code: 'link-form' }),
    editText('with a user', 'https://cites.org', 'https://cites.org@a.example', { at: 'a.example', code: 'link-form' }),
    editText('to an unknown host', 'https://cites.org', 'https://cites.org.example', {
      at: 'org.example',
      code: 'link-host',
    }),
    editText('in angle brackets', 'Ring the number.', 'Ring <https://a.example>.', {
      at: 'a.example',
      code: 'link-host',
    }),
  ])
})

describe('pictures in the text', () => {
  testFaults([
    editText('unknown', '![](form)', '![](from)', {
      at: '![](from)',
      code: 'unknown-picture',
      params: { id: 'from' },
    }),
    editText('with words in the brackets', '![](form)', '![a form](form)', { at: '![a', code: 'picture-words' }),
    editText('within a line', 'Ring the number.', 'Ring\n![](form) the number.', {
      at: 'the number',
      code: 'picture-in-text',
    }),
  ])
})

describe('boxes', () => {
  testFaults([
    editText('unknown', '::: doubt\nTurn to your own Management Authority.\n:::', '::: warning\nTurn', {
      at: '::: warning',
      code: 'unknown-box',
      params: { found: '::: warning' },
    }),
    editText('closed twice', '- Dates first.\n:::', '- Dates first.\n:::\n\n:::', { at: 39, code: 'unknown-box' }),
    editText('an example without a title', '::: example Forty *Python regius* skins', '::: example', {
      at: '::: example',
      code: 'box-without-title',
    }),
    editText('a doubt with a title', '::: doubt', '::: doubt Ask', { at: '::: doubt Ask', code: 'box-with-title' }),
    editText('not closed', '- Dates first.\n:::', '- Dates first.', { at: '::: remember', code: 'box-not-closed' }),
    editText('in another box', '::: doubt\nTurn', '::: doubt\n:::: remember\nx\n::::\n\nTurn', {
      at: ':::: remember',
      code: 'box-in-box',
    }),
  ])
})

describe('what else is not in the format', () => {
  testFaults([
    editText('a block of code', 'Ring the number.', 'Ring:\n\n    the number', {
      at: '    the number',
      code: 'not-in-format',
    }),
    editText('a rule across the page', 'Ring the number.', 'Ring.\n\n***', { at: '***', code: 'not-in-format' }),
    editText('a placeholder', 'Ring the number.', 'Ring TBD.', {
      at: 'TBD',
      code: 'placeholder',
      params: { found: 'TBD' },
    }),
  ])
})

describe('a structure that differs between the languages', () => {
  testFaults([
    edit('a heading more', 'fr/first.md', 'Ring the number.', 'Ring.\n\n### By day\n\nRing.', {
      at: '### By day',
      code: 'structure-differs',
      params: { language: 'en', found: '###', expected: '::: doubt' },
    }),
    edit('a row less', 'fr/first.md', '| **Appendix II** | permit | one permit |\n', '', {
      at: '|  | Export',
      code: 'structure-differs',
      params: { found: '| 3 × 2 |', expected: '| 3 × 3 |' },
    }),
    edit('a picture less', 'fr/first.md', '![](form)\n\n', '', {
      at: '::: example',
      code: 'structure-differs',
      params: { found: '::: example', expected: '![](form)' },
    }),
    edit('a box less, at the end', 'fr/first.md', '::: remember\n- Dates first.\n:::\n', 'Dates first.\n', {
      at: 'Dates first.',
      code: 'structure-differs',
      params: { found: '∅', expected: '::: remember' },
    }),
    edit('an objective more', 'fr/first.md', 'minutes: 10', '  - And more\nminutes: 10', {
      at: 'objectives',
      code: 'count-differs',
    }),
    edit('other minutes', 'fr/first.md', 'minutes: 10', 'minutes: 11', { at: 'minutes', code: 'count-differs' }),
  ])
})

import { checkPackage } from '../../server/courses/index.js'
import { edit, given, small, testFaults } from './faults.js'
import { asFiles, change } from './package.js'

const quiz = 'quizzes/first.yaml'
const words = 'fr/quizzes/first.yaml'
const feedback = 'feedback: Because Article III says so (fr).'

describe('questions', () => {
  testFaults([
    edit('a key without an option', quiz, 'key: [a, c]', 'key: [a, d]', {
      at: 'key: [a, d]',
      code: 'key-without-option',
      params: { question: 'first-2', option: 'd' },
    }),
    edit('two keys of a single choice', quiz, 'key: [b]', 'key: [a, b]', { at: 'key: [a, b]', code: 'one-key' }),
    edit('all options right', quiz, 'key: [a, c]', 'key: [a, b, c]', { at: 'key: [a, b, c]', code: 'all-keys' }),
    edit('no key', quiz, '    key: [b]\n', '', {
      at: 2,
      code: 'missing-key',
      params: { key: 'questions › first-1 › key' },
    }),
    edit('options of true or false', quiz, 'type: true-false', 'type: true-false\n    options: [true, false]', {
      at: 'options: [true',
      code: 'unknown-key',
    }),
    edit('an option listed twice', quiz, 'options: [a, b, c]', 'options: [a, b, b]', { at: 4, code: 'listed-twice' }),
    edit('an unknown type', quiz, 'type: multiple', 'type: essay', { at: 'type: essay', code: 'wrong-value' }),
    edit('an unknown key', quiz, 'type: multiple', 'type: multiple\n    hint: x', { at: 'hint', code: 'unknown-key' }),
    edit('a provision that is not in the list', quiz, 'art-iii', 'art-v', {
      at: 'art-v',
      code: 'unknown-provision',
      params: { provision: 'art-v' },
    }),
    edit('an id given twice', quiz, 'id: first-2', 'id: first-1', {
      at: 8,
      code: 'question-id-twice',
      params: { other: quiz },
      more: ['words-without-question', 'words-without-question'],
    }),
    edit('a module that does not exist', 'quizzes/examination.yaml', 'module: first', 'module: third', {
      at: 'third',
      code: 'unknown-module',
    }),
    given('fewer questions than are drawn', change(small, 'course.yaml', 'draw: 2', 'draw: 4'), {
      file: 'quizzes/examination.yaml',
      at: 1,
      code: 'pool-too-small',
      params: { module: 'first', found: 3, least: 4 },
      more: ['pool-too-small'],
    }),
  ])

  const eleven = (file: string): [string, string] => [
    file,
    (small[file] ?? '').replace(/ {2}(- id: )?first-12[^]*$/, ''),
  ]
  testFaults([
    given(
      'eleven questions in a module',
      { ...small, ...Object.fromEntries([quiz, 'en/quizzes/first.yaml', words].map(eleven)) },
      { file: quiz, at: 1, code: 'too-few-questions', params: { found: 11, least: 12 } },
    ),
  ])
})

describe('the words of questions', () => {
  testFaults([
    edit('a question without words', words, '  first-2:', '  first-99:', {
      at: 1,
      code: 'question-without-words',
      params: { question: 'first-2' },
      more: ['words-without-question'],
    }),
    edit('words without a question', words, '  first-2:', '  first-99:\n    text: What?\n    options: {}\n  first-2:', {
      at: 'first-99',
      code: 'words-without-question',
    }),
    edit('an option without words', words, `      a: { text: Option a, ${feedback} }\n`, '', {
      at: 'options:',
      code: 'option-without-words',
      params: { question: 'first-1', option: 'a' },
    }),
    edit('an option without text', words, 'text: Option a, ', '', { at: '      a: {', code: 'option-without-words' }),
    edit('an option without feedback', words, `, ${feedback}`, '', {
      at: '      a: {',
      code: 'option-without-feedback',
    }),
    edit('true without feedback', words, `true: { ${feedback} }`, 'true: {}', {
      at: 'true: {}',
      code: 'option-without-feedback',
    }),
    edit('words without an option', words, '      a: {', `      d: { text: D, ${feedback} }\n      a: {`, {
      at: '      d:',
      code: 'words-without-option',
    }),
    edit('a text of true', words, 'true: { ', 'true: { text: Vrai, ', { at: 'true: {', code: 'true-false-text' }),
    edit('two options alike', words, 'text: Option b', 'text: "option  *A*."', {
      at: '      b: {',
      code: 'options-alike',
      params: { option: 'b' },
    }),
    edit('a question asked twice', words, 'What of *case* first-2 (fr)?', 'What of case first-1 (FR)!', {
      at: 'first-1 (FR)',
      code: 'question-repeated',
      params: { question: 'first-2', other: 'first-1' },
    }),
    edit('practice in the examination', 'fr/quizzes/examination.yaml', 'x-second-1 (fr)?', 'second-1 (fr)', {
      at: 'case* second-1',
      code: 'examination-repeats-practice',
      params: { question: 'x-second-1', other: 'second-1' },
    }),
    edit('HTML', words, 'What of', 'What <i>of', { at: '<i>', code: 'html' }),
    edit('a list in an option', words, 'text: Option a', 'text: "- Option a"', {
      at: '- Option a',
      code: 'not-one-paragraph',
    }),
    edit('a link to an unknown host', words, 'What of', 'What [of](https://a.example)', {
      at: 'a.example',
      code: 'link-host',
    }),
  ])

  test('options that differ only in a sign of comparison are not alike', () => {
    const less = change(small, words, 'text: Option a', 'text: "Age < 6 months"')
    const compared = change(less, words, 'text: Option b', 'text: "Age > 6 months"')
    expect(checkPackage('small', asFiles(compared)).faults).toEqual([])
  })
})

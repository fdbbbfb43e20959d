import { checkPackage } from '../../server/courses/index.js'
import { asFiles, change, smallPackage, type Texts } from './package.js'

/** A fault put into the small package, and what the check must say of it. */
export interface FaultCase {
  name: string
  texts: Texts
  file: string
  line: number
  code: string
  params: Record<string, unknown>
  /** The rules that break besides, in any place. */
  more: string[]
}

interface Expected {
  /** A text on the line of the fault, or the line. */
  at: string | number
  code: string
  /** Where it is not the changed file. */
  file?: string
  params?: Record<string, unknown>
  more?: string[]
}

export const small = smallPackage()

/** A package as it is, with its fault. */
export function given(
  name: string,
  texts: Texts,
  { file = '', at, code, params = {}, more = [] }: Expected,
): FaultCase {
  const line = typeof at === 'number' ? at : lineOf(texts[file] ?? '', at)
  return { name, texts, file, line, code, params, more }
}

/** The small package with one text changed in one file. */
export const edit = (name: string, file: string, from: string, to: string, expected: Expected): FaultCase =>
  given(name, change(small, file, from, to), { file, ...expected })

/** The same change in a module's text of both languages: the rule breaks in each, and no other rule does. */
export function editText(name: string, from: string, to: string, expected: Expected): FaultCase {
  const texts = change(change(small, 'en/first.md', from, to), 'fr/first.md', from, to)
  const more = expected.more ?? []
  return given(name, texts, { file: 'en/first.md', ...expected, more: [expected.code, ...more, ...more] })
}

function lineOf(source: string, at: string): number {
  const lines = source.split('\n').flatMap((line, index) => (line.includes(at) ? [index + 1] : []))
  if (lines[0] === undefined) throw new Error(`No line holds: ${at}`)
  return lines[0]
}

/** One test a case: the fault stands where it was put, and exactly the rules that were broken are named. */
export function testFaults(cases: FaultCase[]): void {
  test.each(cases)('$name: $code', ({ texts, file, line, code, params, more }) => {
    const { faults } = checkPackage('small', asFiles(texts))
    expect(faults.map((fault) => fault.code).sort()).toEqual([code, ...more].sort())
    expect(faults).toContainEqual(
      expect.objectContaining({ file, line, code, params: expect.objectContaining(params) }),
    )
  })
}

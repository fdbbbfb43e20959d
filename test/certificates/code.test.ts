import fc from 'fast-check'
import { newCode, readCode } from '../../server/certificates/code.js'

const code = 'CVC-7KQ2-M9XD-04TW-RB5H'

test('a code holds sixteen letters of Crockford’s alphabet: 80 bits', () => {
  for (let n = 0; n < 200; n++) expect(newCode()).toMatch(/^CVC(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
})

test('no two codes of ten thousand are the same', () => {
  expect(new Set(Array.from({ length: 10_000 }, newCode)).size).toBe(10_000)
})

test.each([
  ['as it is printed', code],
  ['without hyphens', 'CVC7KQ2M9XD04TWRB5H'],
  ['without the prefix', '7KQ2-M9XD-04TW-RB5H'],
  ['in small letters, with spaces', '  cvc 7kq2 m9xd 04tw rb5h '],
  ['with O for 0', 'CVC-7KQ2-M9XD-O4TW-RB5H'],
  ['with dashes of a word processor', 'CVC–7KQ2—M9XD−04TW‑RB5H'],
  ['with points and a line’s end', 'CVC.7KQ2.M9XD.04TW.RB5H\r\n'],
  ['in the wide letters of East Asian keyboards', 'ＣＶＣ－７ＫＱ２－Ｍ９ＸＤ－０４ＴＷ－ＲＢ５Ｈ'],
])('reads a code %s', (_, typed) => {
  expect(readCode(typed)).toBe(code)
})

test('reads I and L as 1', () => {
  expect(readCode('cvc-iiii-llll-1111-oooo')).toBe('CVC-1111-1111-1111-0000')
})

test('takes a code whose letters begin with CVC for a code', () => {
  expect(readCode('CVC7-KQ2M-9XD0-4TWR')).toBe('CVC-CVC7-KQ2M-9XD0-4TWR')
})

test.each([
  ['nothing', ''],
  ['only the prefix', 'CVC'],
  ['a letter too few', 'CVC-7KQ2-M9XD-04TW-RB5'],
  ['a letter too many', 'CVC-7KQ2-M9XD-04TW-RB5HH'],
  ['a letter that is not of the alphabet', 'CVC-7KQ2-M9XD-04TW-RB5U'],
  ['another prefix', 'XYZ-7KQ2-M9XD-04TW-RB5H'],
  ['an operator', '{"$gt":""}'],
  ['a flood', 'A'.repeat(5000)],
])('reads no code from %s', (_, typed) => {
  expect(readCode(typed)).toBeUndefined()
})

test('whatever is typed gives a code of the one form, or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const read = readCode(typed)
      expect(read === undefined || readCode(read) === read).toBe(true)
    }),
  )
})

test('a code survives every mix of case and separators', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.constantFrom('', ' ', '-', '\t')), { minLength: 16, maxLength: 16 }),
      (mixed) => {
        const original = newCode()
        const letters = [...original.slice(4).replaceAll('-', '')]
        const typed = letters
          .map((letter, at) => (mixed[at]![0] ? letter.toLowerCase() : letter) + mixed[at]![1])
          .join('')
        expect(readCode(typed)).toBe(original)
      },
    ),
  )
})

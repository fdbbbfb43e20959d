import { fold, searchWords, words } from '../../server/accounts/fold.js'
import { isEasilyGuessed } from '../../server/accounts/password-rule.js'
import { safePath } from '../../server/accounts/safe-path.js'
import { hashToken, newCode, newToken, readCode } from '../../server/accounts/secrets.js'

test('names are folded to be found without accents', () => {
  expect(fold('Ñáñez ÉLODIE')).toBe('nanez elodie')
  expect(searchWords('Sylvie  Nzé-Obame', ' S.Nze@Example.org ')).toEqual(['sylvie', 'nze-obame', 's.nze@example.org'])
  expect(words('  王小明, أمينة ')).toEqual(['王小明', 'امينة'])
  expect(words('.*')).toEqual(['.'])
})

test('codes are read as they were meant, and differ', () => {
  expect(readCode(' 7k2m-w9qx 4htn')).toBe('7K2MW9QX4HTN')
  expect(readCode('OIL0-1234')).toBe('01101234')
  expect(new Set(Array.from({ length: 200 }, newCode)).size).toBe(200)
})

test('tokens are long, differ, and are not their hashes', () => {
  const token = newToken()
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/)
  expect(newToken()).not.toBe(token)
})

test.each([
  ['123456789012', true],
  ['password2026!!', true],
  ['amina.otieno1990', true],
  ['aaaaaaaaaaaa', true],
  ['seven quiet herons', false],
  ['Tr0mbone&Giraffe', false],
  ['متى تعود الطيور', false],
])('the password %s is easily guessed: %s', (password, expected) => {
  expect(isEasilyGuessed(password, ['Amina Otieno', 'amina.otieno@example.org'])).toBe(expected)
})

test.each([
  ['/fr/courses?x=1', '/fr/courses?x=1'],
  ['/en/a#part', '/en/a'],
  ['/../x', '/x'],
  ['//evil.example', undefined],
  ['/\\evil.example', undefined],
  ['/%0d%0aX: y', undefined],
  ['/.//evil.example', undefined],
  ['http://evil.example', undefined],
  ['', undefined],
  [['/x'], undefined],
  [`/${'x'.repeat(600)}`, undefined],
])('the way back %s is %s', (value, expected) => {
  expect(safePath(value)).toBe(expected)
})

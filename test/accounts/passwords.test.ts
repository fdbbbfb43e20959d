import { createPasswords } from '../../server/accounts/passwords.js'

const passwords = createPasswords()

test('a password matches its own hash only, however its letters were composed', async () => {
  const hashed = await passwords.hash('piña y ñandú 1')
  expect(await passwords.matches('piña y ñandú 1'.normalize('NFD'), hashed)).toBe(true)
  expect(await passwords.matches('pina y nandu 1', hashed)).toBe(false)
  expect(await passwords.hash('piña y ñandú 1')).not.toBe(hashed)
})

test('nothing matches where nobody is, not even the text of the stand-in', async () => {
  for (const text of ['', '\u0000', 'password']) expect(await passwords.matches(text, undefined)).toBe(false)
})

test('that takes about as long as for somebody, so that time does not tell who is known', async () => {
  const hashed = await passwords.hash('seven quiet herons')
  const time = async (against: string | undefined) => {
    const start = performance.now()
    await passwords.matches('not the password', against)
    return performance.now() - start
  }
  const [known, unknown]: [number[], number[]] = [[], []]
  for (let n = 0; n < 7; n++) {
    known.push(await time(hashed))
    unknown.push(await time(undefined))
  }
  // The quickest of each: a machine that is busy with something else tells nothing.
  const ratio = Math.min(...unknown) / Math.min(...known)
  expect(ratio).toBeGreaterThan(0.5)
  expect(ratio).toBeLessThan(2)
})

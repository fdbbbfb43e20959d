import { createRecent } from '../../server/base/recent.js'

/** Readings that end when they are told to. */
function slowReading() {
  const ends: { give: (text: string) => void; fail: (error: Error) => void }[] = []
  const recent = createRecent<string>(() => new Promise((give, fail) => ends.push({ give, fail })), 50)
  return { ends, recent }
}

test('what was read a moment ago is not read again, for each key apart', async () => {
  const { ends, recent } = slowReading()
  const both = [recent.get('a'), recent.get('a')]
  ends[0]?.give('old')
  expect(await Promise.all(both)).toEqual(['old', 'old'])
  expect(await recent.get('a')).toBe('old')
  void recent.get('b')
  expect(ends).toHaveLength(2)
})

test('after its time it is read again', async () => {
  const { ends, recent } = slowReading()
  void recent.get('a')
  ends[0]?.give('old')
  await new Promise((resolve) => setTimeout(resolve, 60))
  const next = recent.get('a')
  ends[1]?.give('new')
  expect(await next).toBe('new')
})

test('a reading that was under way when its key was forgotten is not kept', async () => {
  const { ends, recent } = slowReading()
  const early = recent.get('a')
  recent.forget('a')
  const late = recent.get('a')
  ends[1]?.give('new')
  ends[0]?.give('old')
  expect(await early).toBe('old')
  expect(await late).toBe('new')
  expect(await recent.get('a')).toBe('new')
  expect(ends).toHaveLength(2)
})

test('a reading that failed is not kept', async () => {
  const { ends, recent } = slowReading()
  const failing = recent.get('a')
  ends[0]?.fail(new Error('away'))
  await expect(failing).rejects.toThrow('away')
  const again = recent.get('a')
  ends[1]?.give('there')
  expect(await again).toBe('there')
})

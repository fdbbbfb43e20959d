import { coalesce } from '../../server/base/coalesce.js'

/** Work that ends when it is told to. */
function slowWork() {
  const ends: ((failed?: Error) => void)[] = []
  const shared = coalesce(
    () =>
      new Promise<number>((resolve, reject) => {
        const number = ends.length
        ends.push((failed) => (failed ? reject(failed) : resolve(number)))
      }),
  )
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { shared, ends, turn }
}

test('calls that come while the work runs share one run that begins afterwards', async () => {
  const { shared, ends, turn } = slowWork()
  const calls = [shared(), shared(), shared()]
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await turn()
  expect(ends).toHaveLength(2)
  const late = shared()
  ends[1]?.()
  expect(await Promise.all(calls)).toEqual([0, 1, 1])
  await turn()
  ends[2]?.()
  expect(await late).toBe(2)
  expect(ends).toHaveLength(3)
})

test('after a run that failed the next one begins all the same', async () => {
  const { shared, ends, turn } = slowWork()
  const [first, second] = [shared(), shared()]
  ends[0]?.(new Error('away'))
  await expect(first).rejects.toThrow('away')
  await turn()
  ends[1]?.()
  expect(await second).toBe(1)
  const third = shared()
  ends[2]?.()
  expect(await third).toBe(2)
})

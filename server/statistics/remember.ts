/**
 * Remembers the results of some work under keys that say all it rests on; the ones asked for last. Calls for the same
 * key at the same time share the work; a failure is not remembered.
 * @param most so many results are kept
 */
export function remember<T>(most: number): (key: string, work: () => Promise<T>) => Promise<T> {
  const results = new Map<string, Promise<T>>()
  return (key, work) => {
    const result = results.get(key) ?? work()
    results.delete(key)
    results.set(key, result)
    const [oldest] = results.keys()
    if (results.size > most && oldest !== undefined) results.delete(oldest)
    result.catch(() => {
      if (results.get(key) === result) results.delete(key)
    })
    return result
  }
}

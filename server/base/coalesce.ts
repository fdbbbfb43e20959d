/**
 * Makes calls share work that sees everything which happened before it began: a call that comes while the work runs
 * waits for one more run, together with all others that come meanwhile.
 */
export function coalesce<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined

  function begin(): Promise<T> {
    next = undefined
    const run = work().finally(() => {
      if (!next) running = undefined
    })
    running = run
    return run
  }

  return () => {
    if (!running) return begin()
    next ??= running.then(begin, begin)
    return next
  }
}

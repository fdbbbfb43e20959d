const everyMs = 500

/**
 * Calls `end` when the process that started this one is gone: npm that is killed takes nobody along by itself.
 * @param parent its number, as the shell knew it; that process may be gone already
 */
export function whenParentEnds(parent: number, end: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    end()
  }, everyMs)
  timer.unref()
}

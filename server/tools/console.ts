import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Progress } from '../base/database/index.js'
import { projectRoot } from '../base/paths.js'

/** This program's version, as package.json has it. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  return version
}

/** Shows how far each collection is: one line that moves on a terminal, a line each at its end in a file. */
export function showProgress(): Progress {
  let last = ''
  let shownAt = 0
  return (collection, done, of) => {
    const isEnd = done === of
    const line = `  ${collection}: ${done} of ${of}`
    const isTooSoon = !process.stdout.isTTY || Date.now() - shownAt < 100
    if (line === last || (!isEnd && isTooSoon)) return
    last = line
    shownAt = Date.now()
    process.stdout.write(process.stdout.isTTY ? `\r${line}${isEnd ? '\n' : ''}` : `${line}\n`)
  }
}

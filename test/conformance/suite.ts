import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { text } from 'node:stream/consumers'

/** What a run of the suite found. */
export interface Outcome {
  passed: number
  total: number
  /** The names of the tests that failed, with those of the groups around them. */
  failed: string[]
}

/** A group of tests or a test, as the suite's log tells of it. */
export interface Logged {
  title: string
  status: string
  tests: Logged[]
}

/** Runs the suite's console runner. @throws Error with its last words where it did not come to its end */
export async function runSuite(run: {
  /** The folder of the suite. */
  suite: string
  version: string
  endpoint: string
  key: string
  secret: string
}): Promise<Outcome> {
  const options = ['-x', run.version, '-e', run.endpoint, '-a', '-u', run.key, '-p', run.secret]
  const child = spawn(process.execPath, ['bin/console_runner.js', ...options], {
    cwd: run.suite,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Or it reads a file of its own, which names another server.
    env: { ...process.env, EB_NODE_COMMAND: '1' },
  })
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const path = /Full run log written to (.+)/.exec(printed)?.[1]
  if (path === undefined) throw new Error(`the suite did not come to its end:\n${printed.slice(-2000)}`)
  try {
    return outcomeIn(await readFile(path, 'utf8'))
  } finally {
    // It holds the credential, and twelve megabytes.
    await rm(path)
  }
}

/** @param log what the suite wrote, as JSON */
export function outcomeIn(log: string): Outcome {
  const { summary, log: root } = JSON.parse(log) as { summary: { total: number; passed: number }; log: Logged }
  return { passed: summary.passed, total: summary.total, failed: failedIn(root) }
}

function failedIn({ title, status, tests }: Logged, around: string[] = []): string[] {
  const names = [...around, title].filter(Boolean)
  if (tests.length > 0) return tests.flatMap((test) => failedIn(test, names))
  return status === 'failed' ? [names.join(' › ')] : []
}

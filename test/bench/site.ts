import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareExaminees, sharedPassword, type Examinee } from '../support/examinees.js'
import { withCollege } from '../support/open-college.js'
import { startServer, type ServerProcess } from '../support/server-process.js'
import { createVisitor, type Visitor } from '../support/visitor.js'

/** The server that was built together with this bench. */
const script = fileURLToPath(new URL('../../server/main.js', import.meta.url))

/** Options of Node.js for the server, such as `--cpu-prof`. */
const nodeOptions = process.env['BENCH_SERVER_OPTIONS']?.split(' ') ?? []

export const startIn = (dataDir: string, settings: Record<string, string> = {}): Promise<ServerProcess> =>
  startServer({ dataDir, script, nodeOptions, settings })

export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cites-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

/** A page of a course, as people open it most. */
export const modulePath = '/en/courses/permits/modules/which-document'

/** Somebody who is signed in and has an examination open. */
export interface Candidate extends Examinee {
  visitor: Visitor
}

/** Runs a server on which so many people are about to sit their examination. */
export const withCandidates = <T>(count: number, work: (server: ServerProcess, all: Candidate[]) => Promise<T>) =>
  withFolder(async (dataDir) => {
    const places = Array.from({ length: count }, () => ({ party: 'KE', agency: 'customs', confirmed: true }) as const)
    const examinees = await withCollege(dataDir, (open) => prepareExaminees(open, places))
    const server = await startIn(dataDir)
    try {
      return await work(server, await Promise.all(examinees.map((one) => signIn(server, one))))
    } finally {
      await server.stop()
    }
  })

async function signIn(server: ServerProcess, examinee: Examinee): Promise<Candidate> {
  const visitor = createVisitor(() => server.url, `203.0.113.${examinee.number % 250}`)
  await visitor.signIn(examinee.email, sharedPassword)
  return { ...examinee, visitor }
}

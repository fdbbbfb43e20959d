import { randomBytes } from 'node:crypto'
import { connect, isDatabaseAway } from '../server/base/database/index.js'
import { recallEngine } from '../server/base/database/engine-note.js'
import { runScript, until, type Program } from './base/database/processes.js'
import { examinationPath, prepareExaminees, sharedPassword, type Examinee } from './support/examinees.js'
import { withCollege } from './support/open-college.js'
import { testSettings } from './support/server-process.js'
import { itWithSmallDisk, smallDisk } from './support/small-disk.js'
import { createVisitor } from './support/visitor.js'

const officer = { party: 'KE', agency: 'customs', confirmed: true } as const

itWithSmallDisk(
  'a full disk is told as 503, no answer that was acknowledged is lost, and the next is kept when there is room',
  async () => {
    const disk = smallDisk(900)
    let server: Program | undefined
    try {
      const [examinee] = await withCollege(disk.path, (open) => prepareExaminees(open, [officer]))
      const { attempt, asked, email } = examinee as Examinee
      server = serve(disk.path)
      const url = await addressOf(server)
      const visitor = createVisitor(() => url, '203.0.113.1')
      await visitor.signIn(email, sharedPassword)
      await visitor.get(examinationPath)
      const answers = asked.map(({ id, options }) => ({ id, option: options[0] ?? '' }))
      const [first, ...others] = answers
      const save = (some: typeof answers) =>
        visitor.post(`/en/attempts/${attempt}/answers`, Object.fromEntries(some.flatMap(fieldsOf)))
      expect((await save(first ? [first] : [])).status).toBe(303)

      // While there is room to make its collection.
      const useUpJournal = await noise(disk.path)
      let refused = await save([])
      // An engine that ends on a full disk is started again, and finds some room in what it cleared away.
      for (let n = 0; refused.status === 303 && n < 10; n++) {
        disk.fill()
        await useUpJournal()
        refused = await save(others)
      }
      expect(refused).toMatchObject({ status: 503, retryAfter: '5' })
      expect(refused.text).toContain('<html lang="en"')

      disk.makeRoom()
      await until(async () => (await save(others)).status === 303, 60_000)
      const page = await visitor.get(examinationPath)
      expect(answers.filter(({ id, option }) => isChosen(page.text, id, option))).toEqual(answers)
    } finally {
      server?.process.kill('SIGTERM')
      await server?.ended
      disk.remove()
    }
  },
  240_000,
)

const serve = (dataDir: string) =>
  runScript('dist/server/main.js', [], {
    ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir },
    ...{ BASE_URL: testSettings.baseUrl, IRI_BASE: testSettings.iriBase },
    SESSION_SECRET: 'a secret of more than thirty-two characters',
  })

async function addressOf({ lines }: Program): Promise<string> {
  const port = () => /"port":(\d+)[^\n]*"msg":"ready"/.exec(lines.join('\n'))?.[1]
  await until(() => port() !== undefined, 120_000)
  return `http://127.0.0.1:${port()}`
}

const fieldsOf = ({ id, option }: { id: string; option: string }) => [
  [`shown-${id}`, '*'],
  [`answer-${id}`, option],
]

/**
 * The engine keeps room for a little more than it has, and small writes still succeed on a full disk.
 * @returns what writes until nothing is taken any more
 */
async function noise(dataDir: string): Promise<() => Promise<void>> {
  const { uri = '' } = (await recallEngine(dataDir)) ?? {}
  const write = async (times: number) => {
    const connection = await connect(uri, 'embedded')
    try {
      const collection = connection.collection('noise')
      for (let n = 0; n < times; n++) await collection.insertOne({ data: randomBytes(200_000) })
    } finally {
      await connection.close()
    }
  }
  await write(1)
  return async () => {
    const error: unknown = await write(Infinity).catch((thrown: unknown) => thrown)
    expect(isDatabaseAway(error)).toBe(true)
  }
}

const isChosen = (page: string, question: string, option: string) =>
  (page.match(/<input [^>]*>/g) ?? []).some(
    (input) =>
      input.includes(`name="answer-${question}"`) && input.includes(`value="${option}"`) && / checked/.test(input),
  )

import type { Eraser, Exporter } from './accounts/index.js'
import type { College } from './app.js'
import type { Lrs } from './lrs/index.js'
import type { Agent, Statement } from './xapi/index.js'

type Holders = Pick<College, 'audit' | 'certificates' | 'learning' | 'lrs'>

/** What the modules add to the export of a person's own data. */
export const exportersOf = ({ certificates, learning, lrs }: Holders, iriBase: string): Exporter[] => [
  learning.exporter,
  certificates.exporter,
  {
    name: 'statements',
    async collect(account) {
      const all = await statementsOf(lrs, { account: { homePage: iriBase, name: account } })
      return learning.ownStatements(account, all)
    },
  },
]

/** What takes a person's name out of the modules. A reason in the audit may name whom it is about, or whose certificate. */
export const erasersOf = ({ audit, certificates }: Holders): Eraser[] => [
  certificates.eraser,
  async (account) => {
    const own = await certificates.of([account])
    await audit.forgetReasons([account, ...own.map(({ code }) => code)])
  },
]

/** All that is recorded of somebody, oldest first. */
async function statementsOf(lrs: Lrs, agent: Agent): Promise<Statement[]> {
  const all: Statement[] = []
  let page = await lrs.find({ agent, ascending: true })
  for (;;) {
    all.push(...page.statements.map(({ statement }) => statement))
    if (page.more === undefined) return all
    page = await lrs.find({ more: page.more })
  }
}

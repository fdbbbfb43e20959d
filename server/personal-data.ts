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
    collect: async (account) => learning.ownStatements(account, await statementsOf(lrs, agentOf(iriBase, account))),
  },
  { name: 'documents', collect: (account) => lrs.ownData.documents(agentOf(iriBase, account)) },
]

/**
 * What takes a person's name out of the modules. A reason in the audit may name whom it is about, or whose certificate;
 * documents that other systems keep about an account, and names they give it, are about nobody else.
 */
export const erasersOf = ({ audit, certificates, lrs }: Holders, iriBase: string): Eraser[] => [
  certificates.eraser,
  (account) => lrs.ownData.erase(agentOf(iriBase, account)),
  async (account) => {
    const own = await certificates.of([account])
    await audit.forgetReasons([account, ...own.map(({ code }) => code)])
  },
]

const agentOf = (iriBase: string, account: string): Agent => ({ account: { homePage: iriBase, name: account } })

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

/** `npm run recount`: counts the figures again from the statements and says where they differ; `-- --mend` rebuilds them. */
import { parseArgs } from 'node:util'
import { failToStart } from '../start-failure.js'
import { withCollege } from './with-college.js'

async function recount(): Promise<void> {
  const { values } = parseArgs({ options: { mend: { type: 'boolean', default: false } } })
  await withCollege(async ({ statistics }) => {
    const { position, accounts, differing } = await statistics.recount()
    console.log(
      `Counted ${accounts} accounts from the statements up to position ${position}: ${differing.length} differ.`,
    )
    for (const account of differing) console.log(`  ${account}`)
    if (values.mend && differing.length > 0) {
      await statistics.rebuild()
      console.log('Rebuilt from the statements.')
    } else if (differing.length > 0) process.exitCode = 1
  })
}

await recount().catch(failToStart)

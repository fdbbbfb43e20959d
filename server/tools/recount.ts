/**
 * `npm run recount`: counts the figures again from the statements and says where they differ, and which statements of our
 * own were refused and so are in no figure; `-- --mend` rebuilds the figures, beside a running server, too.
 */
import { parseArgs } from 'node:util'
import type { Lrs } from '../lrs/index.js'
import { failToStart } from '../start-failure.js'
import { withCollege } from './with-college.js'

async function recount(): Promise<void> {
  const { values } = parseArgs({ options: { mend: { type: 'boolean', default: false } } })
  await withCollege(async ({ statistics, lrs }) => {
    const { position, accounts, differing } = await statistics.recount()
    console.log(
      `Counted ${accounts} accounts from the statements up to position ${position}: ${differing.length} differ.`,
    )
    for (const account of differing) console.log(`  ${account}`)
    if (values.mend && differing.length > 0) {
      await statistics.rebuild()
      console.log('Rebuilt from the statements.')
    } else if (differing.length > 0) process.exitCode = 1
    await tellRefused(lrs)
  })
}

async function tellRefused({ outbox }: Pick<Lrs, 'outbox'>): Promise<void> {
  const { count, statements } = await outbox.refused(20)
  if (count === 0) return
  process.exitCode = 1
  console.log(`${count} statements of our own were refused; they lie in the collection refused_statements:`)
  for (const { at, source, document, reason } of statements)
    console.log(`  ${at.toISOString()} ${source} ${document}: ${reason}`)
}

await recount().catch(failToStart)

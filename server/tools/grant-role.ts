/** `npm run grant-role -- give|take|create …`: roles from the command line, also while the server runs. */
import { failToStart } from '../start-failure.js'
import { roleCommand } from './role-command.js'
import { withCollege } from './with-college.js'

await withCollege(async ({ accounts }) => {
  console.log(await roleCommand(accounts, process.argv.slice(2)))
}).catch(failToStart)

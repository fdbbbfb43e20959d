/** `npm run lrs:credential -- create|list|rotate|revoke …`: credentials of the LRS, also while the server runs. */
import { createCredentialActs } from '../administration/index.js'
import { systemClock as clock } from '../base/clock.js'
import { readSettings } from '../base/settings.js'
import { failToStart } from '../start-failure.js'
import { credentialCommand } from './credential-command.js'
import { withCollege } from './with-college.js'

await withCollege(async ({ lrs, audit }) => {
  const acts = createCredentialActs({ lrs, audit, clock })
  const { iriBase } = readSettings(process.env)
  const uses = { acts, credentials: lrs.credentials, iriBase, now: () => clock.now() }
  console.log(await credentialCommand(uses, process.argv.slice(2)))
}).catch(failToStart)

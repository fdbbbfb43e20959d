import type { Settings } from '../../base/settings.js'
import { password, signIns } from './people.js'

/**
 * What a newcomer reads when the demo is ready.
 * @param seconds since the start
 */
export function welcome(settings: Settings, seconds: number): string {
  const { baseUrl, dataDir, lrsDefault, mongodbUri, smtpUrl } = settings
  const [email, who] = [widest(signIns.map((one) => one.email)), widest(signIns.map((one) => one.who))]
  const people = signIns.map((one) => `  ${one.email.padEnd(email)}  ${one.who.padEnd(who)}  ${one.hint}`)
  return `
The CITES Virtual College is ready after ${seconds.toFixed(1)} s:

  ${baseUrl}/

Sign in at ${baseUrl}/en/sign-in with the password  ${password}

${people.join('\n')}

What learners do is kept as xAPI statements, which the learning record store gives out:

  curl -u '${lrsDefault?.key}:${lrsDefault?.secret}' -H 'X-Experience-API-Version: 1.0.3' \\
    '${baseUrl}/xapi/statements?limit=1'

Letters: ${smtpUrl ? 'sent through SMTP_URL' : `put into ${dataDir}/mail`}
Data:    ${mongodbUri ? 'in the database at MONGODB_URI' : `in ${dataDir}`}, kept for the next start
Ctrl-C stops the demo.`
}

const widest = (texts: string[]) => Math.max(...texts.map(({ length }) => length))

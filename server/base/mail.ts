import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import type { Clock } from './clock.js'
import { randomId } from './ids.js'

/** A letter in plain text. */
export interface Letter {
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Whether letters reach anybody. Where not, people are helped by one-time codes. */
  canSend: boolean
  /** Resolves when the letter was handed over. @throws Error where there is no way to send, or the server refuses */
  send(letter: Letter): Promise<void>
}

export interface MailerOptions {
  smtpUrl: string | undefined
  dataDir: string
  /** The sender's address. */
  from: string
  /** Without `smtpUrl`: write letters to DATA_DIR/mail, for the demo and for tests. */
  intoFiles?: boolean
  clock: Clock
}

/** Sends through `smtpUrl`; without it into files where that is asked for; else not at all. */
export function createMailer(options: MailerOptions): Mailer {
  if (options.smtpUrl !== undefined) return smtpMailer(options.smtpUrl, options.from)
  if (options.intoFiles) return fileMailer(join(options.dataDir, 'mail'), options)
  return {
    canSend: false,
    async send() {
      throw new Error('No mail can be sent: SMTP_URL is not set')
    },
  }
}

/** A mail server that does not answer must not hold a sender for minutes. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

function smtpMailer(url: string, from: string): Mailer {
  const transport = createTransport({ url, ...timeouts }, { from })
  return {
    canSend: true,
    async send({ to, subject, text }) {
      // An address object, so that nothing in it is read as a list of addresses.
      await transport.sendMail({ to: { name: '', address: to }, subject: oneLine(subject), text })
    },
  }
}

function fileMailer(directory: string, { from, clock }: MailerOptions): Mailer {
  return {
    canSend: true,
    async send({ to, subject, text }) {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      const name = `${clock.now().toISOString().replaceAll(':', '-')}-${randomId()}.txt`
      const head = [`From: ${oneLine(from)}`, `To: ${oneLine(to)}`, `Subject: ${oneLine(subject)}`]
      // Written aside first: who watches the folder sees whole letters only.
      const draft = join(directory, `.${name}`)
      await writeFile(draft, `${head.join('\n')}\n\n${text}\n`, { mode: 0o600 })
      await rename(draft, join(directory, name))
    },
  }
}

/** A header is one line, whatever is put into it. */
const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

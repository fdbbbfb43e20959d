import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMailer } from '../../server/base/mail.js'

const clock = { now: () => new Date('2026-11-21T10:00:00Z') }
const letter = { to: 'amina@example.org', subject: 'Bienvenida, Ñáñez', text: 'A line\n\nhttps://college.test/x?a=b' }
const from = 'college@example.org'

describe('without a mail server', () => {
  test('nothing can be sent', async () => {
    const mailer = createMailer({ smtpUrl: undefined, dataDir: '/nowhere', from, clock })
    expect(mailer.canSend).toBe(false)
    await expect(mailer.send(letter)).rejects.toThrow('SMTP_URL')
  })

  test('letters go into files where that is asked for, for this user only', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cites-mail-'))
    const mailer = createMailer({ smtpUrl: undefined, dataDir, from, clock, intoFiles: true })
    expect(mailer.canSend).toBe(true)
    await mailer.send({ ...letter, subject: 'One\r\nBcc: all@example.org' })
    const [name] = await readdir(join(dataDir, 'mail'))
    expect(name).toMatch(/^2026-11-21T10-00-00\.000Z-[\w-]+\.txt$/)
    const text = await readFile(join(dataDir, 'mail', name!), 'utf8')
    expect(text.split('\n').slice(0, 4)).toEqual([
      'From: college@example.org',
      'To: amina@example.org',
      'Subject: One Bcc: all@example.org',
      '',
    ])
    expect(text).toContain('https://college.test/x?a=b')
    expect((await stat(join(dataDir, 'mail', name!))).mode & 0o077).toBe(0)
    await rm(dataDir, { recursive: true })
  })
})

describe('with a mail server', () => {
  let server: Server
  let received = ''

  beforeAll(async () => {
    // As much of SMTP (RFC 5321) as one letter needs.
    server = createServer((socket) => {
      let inData = false
      socket.write('220 test\r\n')
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => {
        received += chunk.toString()
        if (inData && /\r\n\.\r\n$/.test(received)) {
          inData = false
          socket.write('250 taken\r\n')
        } else if (!inData && /^DATA/im.test(chunk.toString())) {
          inData = true
          socket.write('354 go on\r\n')
        } else if (!inData) socket.write('250 yes\r\n')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  test('letters are handed over to it', async () => {
    const { port } = server.address() as AddressInfo
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`, dataDir: '', from, clock })
    await mailer.send(letter)
    expect(received).toContain('MAIL FROM:<college@example.org>')
    expect(received).toContain('RCPT TO:<amina@example.org>')
    expect(received).toContain('A line')
  })

  test('an address is one address', async () => {
    const { port } = server.address() as AddressInfo
    received = ''
    const mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`, dataDir: '', from, clock })
    await mailer.send({ ...letter, to: 'a@example.org, b@example.org' }).catch(() => undefined)
    expect(received.match(/RCPT TO:/g) ?? []).not.toHaveLength(2)
  })

  test('a server that is not there is an error', async () => {
    const mailer = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', dataDir: '', from, clock })
    await expect(mailer.send(letter)).rejects.toThrow()
  })
})

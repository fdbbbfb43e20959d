import { chromium, type BrowserContext, type CDPSession } from 'playwright-core'
import { findChromium } from '../../server/tools/chromium.js'
import { rounded, type Figure } from './figure.js'
import { modulePath, withCandidates } from './site.js'

const mostBytes = 60_000
const mostRequests = 6

/** What a module page costs a reader's connection, without the course's pictures, as Chromium counts it. */
export const visits = (): Promise<Figure[]> =>
  withCandidates(1, async (server, [person]) => {
    const executablePath = findChromium()
    if (!executablePath)
      throw new Error('there is no Chromium: `npm run test:browser` installs it, or CHROMIUM names it')
    const browser = await chromium.launch({ executablePath })
    try {
      const context = await browser.newContext()
      const value = person?.visitor.cookie('session') ?? ''
      await context.addCookies([{ name: 'session', value, url: server.url }])
      return [
        figure('first-visit', await visit(context, server.url + modulePath)),
        figure('second-visit', await visit(context, server.url + modulePath)),
      ]
    } finally {
      await browser.close()
    }
  })

interface Transfer {
  url: string
  bytes: number
}

/** Opens a page in a new tab and waits until it asks for nothing more. */
async function visit(context: BrowserContext, url: string): Promise<Transfer[]> {
  const page = await context.newPage()
  const transfers = await listen(await context.newCDPSession(page))
  await page.goto(url, { waitUntil: 'networkidle' })
  if (!(await page.locator('form[action$="/sign-out"]').count())) throw new Error('the visitor is not signed in')
  await page.close()
  return [...transfers.values()].filter((transfer) => transfer.bytes > 0 && !transfer.url.includes('/media/'))
}

/** Notes what comes over the network, head and body, as it is encoded there; what the cache gives is no request. */
async function listen(session: CDPSession): Promise<Map<string, Transfer>> {
  const transfers = new Map<string, Transfer>()
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const cached = response.fromDiskCache === true || response.fromPrefetchCache === true
    if (!cached) transfers.set(requestId, { url: response.url, bytes: 0 })
  })
  session.on('Network.requestServedFromCache', ({ requestId }) => transfers.delete(requestId))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId)
    if (transfer) transfer.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  return transfers
}

const figure = (name: string, transfers: Transfer[]): Figure => ({
  figure: name,
  value: transfers.reduce((sum, { bytes }) => sum + bytes, 0),
  unit: 'bytes',
  goal: `< ${mostBytes} bytes, <= ${mostRequests} requests`,
  requests: transfers.length,
  of: transfers.map(({ url, bytes }) => `${new URL(url).pathname} ${rounded(bytes)}`),
})

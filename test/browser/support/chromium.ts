import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../../server/tools/chromium.js'

/** Debian's Chromium, without a sandbox (root in a container has none) and without words to anybody outside. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium: `npm run test:browser` installs it where it may')
  return chromium.launch({ executablePath, args: flags })
}

/** Finds the browser for the browser tests. Run as a program, it installs Debian's package where it is missing and may be. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { OperatorError } from '../base/database/index.js'
import { failToStart } from '../start-failure.js'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The path of a Chromium: the one that CHROMIUM names, or the system's; undefined if there is none. */
export function findChromium(env: Record<string, string | undefined> = process.env): string | undefined {
  const given = env['CHROMIUM']
  if (given && !existsSync(given)) throw new OperatorError(`CHROMIUM names ${given}, which is not there.`)
  return given || places.find((place) => existsSync(place))
}

/** Installs Debian's package through apt, as root or through sudo where it asks for no password. */
function installChromium(): void {
  const prefix = mayInstall()
  if (!prefix)
    throw new OperatorError(
      'The browser tests need Chromium. Install it (`sudo apt-get install chromium`), or set CHROMIUM to the path of a Chromium or Chrome.',
    )
  console.log('Installing Chromium through apt …')
  run([...prefix, 'apt-get', '-q', 'update'])
  run([
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qy',
    'install',
    '--no-install-recommends',
    'chromium',
  ])
}

/** What to put before a command so that it may install: nothing for root, sudo, or undefined where neither helps. */
function mayInstall(): string[] | undefined {
  if (!existsSync('/usr/bin/apt-get')) return undefined
  if (process.getuid?.() === 0) return []
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
    return ['sudo', '-n']
  } catch {
    return undefined
  }
}

function run([program = '', ...args]: string[]): void {
  execFileSync(program, args, { stdio: 'inherit' })
}

if (import.meta.filename === process.argv[1])
  try {
    if (!findChromium()) installChromium()
    console.log(findChromium())
  } catch (error) {
    failToStart(error)
  }

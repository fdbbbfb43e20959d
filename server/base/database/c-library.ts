import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../paths.js'
import type { Logger } from '../log.js'
import { debianMirrors } from './apt-sources.js'
import { EngineError } from './errors.js'

const run = promisify(execFile)

/** The oldest GNU C library under which the engine loads. */
const neededVersion = [2, 38] as const

/** The Debian release whose C library is borrowed where the machine's is older. */
const suite = 'trixie'
const packages = ['libc6', 'libstdc++6', 'libgcc-s1']
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

const machines: Record<string, { debian: string; folder: string; loader: string }> = {
  x64: { debian: 'amd64', folder: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { debian: 'arm64', folder: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

/** Said wherever the embedded engine cannot run. */
const wayOut = 'A MongoDB server of your own works everywhere: set MONGODB_URI to its address.'

/**
 * The command that starts Node.js so that it can load the embedded engine: Node.js itself where the C library is new
 * enough, and otherwise the loader of a private copy of Debian 13's, fetched once through apt and kept in a cache
 * folder. The system's own library is not touched.
 * @throws EngineError where neither is possible
 */
export async function engineCommand(log: Logger): Promise<[string, ...string[]]> {
  if (process.platform === 'darwin' && process.arch === 'arm64') return [process.execPath]
  const machine = process.platform === 'linux' ? machines[process.arch] : undefined
  const version = libraryVersion()
  if (!machine || !version)
    throw new EngineError(
      `The embedded database runs on Linux with the GNU C library (x64, arm64) and on macOS (arm64), not on this machine (${process.platform}, ${process.arch}). ${wayOut}`,
    )
  if (isNewEnough(version)) return [process.execPath]
  const folder = join(await privateLibrary(version, machine.debian, log), 'usr', 'lib', machine.folder)
  return [join(folder, machine.loader), '--library-path', folder, process.execPath]
}

/** The version of the GNU C library that runs this process, such as '2.36'; undefined under another library. */
function libraryVersion(): string | undefined {
  // Without this the report looks up names of open connections, which can take seconds.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime
}

/** Whether the engine loads under this version of the GNU C library. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > neededVersion[0] || (major === neededVersion[0] && minor >= neededVersion[1])
}

/** The folder of the unpacked packages: found in a cache folder, or made in the first one that can be written. */
async function privateLibrary(version: string, architecture: string, log: Logger): Promise<string> {
  const name = `debian-${suite}-${architecture}`
  const caches = [join(projectRoot, '.cache', 'libc'), join(userCache(), 'cites-virtual-college', 'libc')]
  const found = caches.map((cache) => join(cache, name)).find((folder) => existsSync(folder))
  if (found) return found
  const cache = await firstWritable(caches)
  const started = Date.now()
  log.info(
    { version, cache },
    'the C library is too old for the embedded database: taking a private copy of Debian 13’s',
  )
  await fetchLibrary(cache, name, architecture).catch((cause: unknown) => {
    throw new EngineError(
      `The embedded database needs the GNU C library 2.38 or newer. This machine has ${version}, and a private copy of Debian 13's could not be taken through apt: ${cause instanceof Error ? cause.message : String(cause)}. ${wayOut}`,
      { cause },
    )
  })
  log.info({ ms: Date.now() - started }, 'private C library ready')
  return join(cache, name)
}

const userCache = () => process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')

async function firstWritable(folders: string[]): Promise<string> {
  for (const folder of folders) {
    const made = await mkdir(folder, { recursive: true })
      .then(() => mkdtemp(join(folder, 'probe-')))
      .catch(() => undefined)
    if (!made) continue
    await rm(made, { recursive: true })
    return folder
  }
  throw new EngineError(`No cache folder can be written: ${folders.join(', ')}. ${wayOut}`)
}

/** Fetches and unpacks beside the target and renames at the end, so that a half-made copy is never found. */
async function fetchLibrary(cache: string, name: string, architecture: string): Promise<void> {
  const work = await mkdtemp(join(cache, 'new-'))
  try {
    await download(work, architecture)
    const unpacked = join(work, 'unpacked')
    const files = (await readdir(work)).filter((file) => file.endsWith('.deb'))
    for (const file of files) await run('dpkg', ['-x', join(work, file), unpacked])
    await rename(unpacked, join(cache, name)).catch((error: NodeJS.ErrnoException) => {
      // Another process was quicker, and its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Lets apt, with lists and a cache of its own, bring the packages into `work`; it checks Debian's signature. */
async function download(work: string, architecture: string): Promise<void> {
  const mirrors = await debianMirrors('/etc/apt', await releaseName())
  if (mirrors.length === 0) throw new Error('its apt sources name no Debian mirror')
  if (!existsSync(keyring)) throw new Error(`${keyring} is missing (package debian-archive-keyring)`)
  let failure: unknown
  for (const mirror of mirrors) {
    try {
      await downloadFrom(mirror, work, architecture)
      return
    } catch (error) {
      failure = error
    }
  }
  throw new Error(`${mirrors.join(', ')}: ${lastLines(failure)}`)
}

async function downloadFrom(mirror: string, work: string, architecture: string): Promise<void> {
  const sources = join(work, 'sources.list')
  await writeFile(sources, `deb [arch=${architecture} signed-by=${keyring}] ${mirror} ${suite} main\n`)
  await mkdir(join(work, 'lists', 'partial'), { recursive: true })
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true })
  const settings = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::Lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'Acquire::Languages=none',
    'Acquire::Retries=2',
    // Whatever the machine's own settings allow: these files must be signed.
    'Acquire::AllowInsecureRepositories=false',
    'Acquire::AllowWeakRepositories=false',
    'Acquire::AllowDowngradeToInsecureRepositories=false',
    'APT::Get::AllowUnauthenticated=false',
    // Root's apt would fetch as the user _apt, who may not enter this folder.
    'APT::Sandbox::User=root',
  ].flatMap((setting) => ['-o', setting])
  const options = { cwd: work, timeout: 300_000, env: { ...process.env, LC_ALL: 'C' } }
  await run('apt-get', ['-q', '--error-on=any', ...settings, 'update'], options)
  const wanted = packages.map((name) => `${name}:${architecture}/${suite}`)
  await run('apt-get', ['-q', ...settings, 'download', ...wanted], options)
}

/** The code name in os-release(5), such as 'bookworm'. */
async function releaseName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8')
  return /^VERSION_CODENAME=["']?([\w-]+)/m.exec(text)?.[1] ?? suite
}

const lastLines = (error: unknown): string => {
  const text = (error as { stderr?: string }).stderr?.trim() || String(error)
  return text.split('\n').slice(-3).join(' | ').replace(/\.+$/, '')
}

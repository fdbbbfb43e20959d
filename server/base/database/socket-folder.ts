import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'cites-college-'

/** A folder younger than this may be of an engine that is just starting. */
const minimumAgeMs = 60_000

/** The longest temporary folder under which every socket's path stays within the kernel's 104 to 108 bytes. */
const longestBase = 40

/** The folder for temporary files, or /tmp where its path is too long to hold a socket. */
export const socketBase = (): string => (Buffer.byteLength(tmpdir()) <= longestBase ? tmpdir() : '/tmp')

/** The socket's path in an engine's folder. */
export const socketIn = (folder: string): string => join(folder, 'db.sock')

/** The socket on which a backup holds the engine's writes. */
export const holdSocketIn = (folder: string): string => join(folder, 'hold.sock')

/** Makes the folder of one engine, open to this user only. */
export const makeSocketFolder = (base = socketBase()): Promise<string> => mkdtemp(join(base, prefix))

/**
 * Removes the folders that engines left behind when they were killed: ours, not new, and with nobody listening.
 * @returns the folders removed
 */
export async function sweepSocketFolders(now: Date, base = socketBase()): Promise<string[]> {
  const names = (await readdir(base).catch(() => [])).filter((name) => name.startsWith(prefix))
  const removed = await Promise.all(names.map((name) => removeIfDead(join(base, name), now)))
  return removed.filter((folder) => folder !== undefined)
}

async function removeIfDead(folder: string, now: Date): Promise<string | undefined> {
  const status = await lstat(folder).catch(() => undefined)
  if (!status?.isDirectory() || status.uid !== process.getuid?.()) return undefined
  if (now.getTime() - status.mtimeMs < minimumAgeMs || (await answers(socketIn(folder)))) return undefined
  await rm(folder, { recursive: true, force: true })
  return folder
}

/** Whether somebody listens on a socket. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

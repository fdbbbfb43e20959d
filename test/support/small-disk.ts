import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

function mount(path: string, bytes: number, more = ''): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}${more}`, 'tmpfs', path], { stdio: 'ignore' })
}

function unmount(path: string): void {
  execFileSync('umount', ['-l', path], { stdio: 'ignore' })
}

function mayMount(): boolean {
  const path = mkdtempSync(join(tmpdir(), 'cites-disk-'))
  try {
    mount(path, 1_000_000)
  } catch {
    rmdirSync(path)
    return false
  }
  unmount(path)
  rmdirSync(path)
  return true
}

/** `it` on a machine where a small disk can be mounted, a visible skip elsewhere. */
export const itWithSmallDisk = mayMount() ? it : it.skip

/** A small disk of its own for one test; `remove` it at the end. It takes no more memory than what is written to it. */
export function smallDisk(megabytes: number) {
  const path = mkdtempSync(join(tmpdir(), 'cites-disk-'))
  const resize = (bytes: number) => mount(path, bytes, ',remount')
  const whole = megabytes * 1_000_000
  mount(path, whole)
  return {
    path,
    /** Makes the disk as small as what it holds: nothing more fits on it. */
    fill() {
      const { blocks, bfree, bsize } = statfsSync(path)
      resize((blocks - bfree) * bsize)
    },
    makeRoom: () => resize(whole),
    remove() {
      unmount(path)
      rmdirSync(path)
    },
  }
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `test` where a program is installed, a visible skip elsewhere (poppler-utils, zbar-tools). */
export const testWith = (program: string) => (spawnSync(program, ['-v']).error ? test.skip : test)

/** Runs a program on a PDF; `FILE` stands for its path. @returns what it wrote */
export function run(program: string, args: string[], pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'))
  try {
    const file = join(folder, 'paper.pdf')
    writeFileSync(file, pdf)
    const named = args.map((arg) => arg.replace('FILE', file))
    const { status, stdout, stderr } = spawnSync(program, named, { encoding: 'utf8', cwd: folder })
    if (status !== 0) throw new Error(`${program}: ${stderr}`)
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads the QR code of the first page as a scanner would. */
export function scan(pdf: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-'))
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf)
    spawnSync('pdftoppm', ['-png', '-r', '110', '-singlefile', 'paper.pdf', 'page'], { cwd: folder })
    return spawnSync('zbarimg', ['-q', '--raw', 'page.png'], { cwd: folder, encoding: 'utf8' }).stdout.trim()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The text of a PDF as somebody finds and copies it, in lines from top to bottom. */
export const foundIn = (pdf: Buffer): string =>
  run('pdftotext', ['FILE', '-'], pdf)
    .replace(/[\u202A-\u202E]/g, '')
    .replace(/\s+/g, ' ')

/**
 * The text of a PDF in the order in which it was drawn. pdftotext takes what stands between U+202B and U+202C for letters
 * in the order of the line, and turns it round, though the file states it in the order of reading: it is turned back.
 */
export const textOf = (pdf: Buffer): string =>
  run('pdftotext', ['-raw', 'FILE', '-'], pdf)
    .replace(/\u202B([^\u202C]*)\u202C/g, (_, turned: string) => [...turned].reverse().join(''))
    .replace(/\f/g, '')
    .replace(/\s+/g, ' ')
    .trim()

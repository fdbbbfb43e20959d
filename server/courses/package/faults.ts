import type { Rule } from './rules.js'

/**
 * One fault of a package: where it stands, which rule it breaks, and the words that fill the places of the rule's
 * sentence. `line` counts from 1 and is 1 where a whole file is meant; `file` is empty where the whole package is.
 */
export interface PackageFault {
  file: string
  line: number
  code: Rule
  params: Record<string, string | number>
}

/** Takes down a fault. Checks report and go on, so that an author sees every fault at once. */
export type Report = (file: string, line: number, code: Rule, params?: PackageFault['params']) => void

/** A list of faults and the function that fills it; the list is in the order of files and lines. */
export function collectFaults(): { report: Report; faults(): PackageFault[] } {
  const found: PackageFault[] = []
  return {
    report: (file, line, code, params = {}) => found.push({ file, line, code, params }),
    faults: () => found.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line),
  }
}

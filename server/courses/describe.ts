import type { Translate } from '../base/i18n.js'
import type { PackageFault } from './package/faults.js'

/** A fault as a line for its author: file, line, and what is wrong, in the reader's language. */
export function describeFault({ file, line, code, params }: PackageFault, t: Translate): string {
  const words = t(`courses:faults.${code}`, params)
  return file === '' ? words : `${file}:${line}: ${words}`
}

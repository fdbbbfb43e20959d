import type { Report } from '../package/faults.js'
import type { PackageFiles } from '../package/files.js'

/**
 * What authors leave behind to come back to. Case counts: 'todo' and 'TODO' are Spanish words, so that only a TODO
 * with a colon or in brackets is one.
 */
const placeholder =
  /\b(?:TBD|TBC|FIXME|XXXX+)\b|\[TODO\b|\bTODO\s*:|\bTODO\s*$|[Ll]orem ipsum|PLACEHOLDER|\?\?\?|\{\{|\}\}|\[(?:\.\.\.|…)\]/u

/** Reports what is not written yet, in every text of the package. */
export function checkPlaceholders(files: PackageFiles, report: Report): void {
  for (const [file, content] of files)
    if (/\.(md|yaml)$/.test(file))
      content
        .toString('utf8')
        .split('\n')
        .forEach((text, index) => {
          const found = placeholder.exec(text)?.[0]
          if (found) report(file, index + 1, 'placeholder', { found: found.trim() })
        })
}

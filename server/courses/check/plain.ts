import type { Report } from '../package/faults.js'
import type { Parsed } from '../package/parse.js'
import type { Path } from '../package/yaml.js'

/** Marks of markdown or HTML, which a plain text would show to its reader. */
const markup = /\*|`|\]\(|<\/?[a-z!]/i

/**
 * Reports markdown and HTML in texts that are shown as they are: titles, objectives, alternative texts.
 * @param value a text, or maps and lists of texts
 * @param path where it stands in `source`
 */
export function checkPlain(source: Parsed<unknown>, value: unknown, path: Path, report: Report): void {
  if (typeof value === 'string') {
    if (markup.test(value))
      report(source.file, source.lineOf(path), 'markup-in-plain-text', { key: path.map(String).join('.') })
  } else if (typeof value === 'object' && value !== null)
    Object.entries(value).forEach(([key, nested]) => checkPlain(source, nested, [...path, key], report))
}

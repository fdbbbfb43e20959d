import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One archive of a machine's apt sources. */
interface Archive {
  uris: string[]
  suites: string[]
  components: string[]
}

/** Reads the one-line format (`deb [options] uri suite components…`), see sources.list(5). */
export function parseOneLine(text: string): Archive[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line)
    const [, uri, suite, components] = match ?? []
    return uri && suite && components ? [{ uris: [uri], suites: [suite], components: words(components) }] : []
  })
}

/** Reads the deb822 format (paragraphs of `Field: values`, continued on indented lines), see sources.list(5). */
export function parseDeb822(text: string): Archive[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/)
    .map(fieldsOf)
    .filter(
      (fields) => words(fields['types']).includes('deb') && !/^(no|false|0|off)$/i.test(fields['enabled'] ?? 'yes'),
    )
    .map((fields) => ({
      uris: words(fields['uris']),
      suites: words(fields['suites']),
      components: words(fields['components']),
    }))
}

function fieldsOf(paragraph: string): Record<string, string> {
  const lines = paragraph.replaceAll(/\n[ \t]+/g, ' ').split('\n')
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? []
      return name ? [[name.toLowerCase(), (value ?? '').trim()]] : []
    }),
  )
}

const words = (text = ''): string[] => text.split(/\s+/).filter(Boolean)

/**
 * The mirrors from which this machine takes its own release, in the order of its apt sources.
 * @param etcApt the folder of apt's settings
 * @param release the code name of the machine's release, such as 'bookworm'
 */
export async function debianMirrors(etcApt: string, release: string): Promise<string[]> {
  const parts = await readdir(join(etcApt, 'sources.list.d')).catch(() => [])
  const files = [join(etcApt, 'sources.list'), ...parts.sort().map((name) => join(etcApt, 'sources.list.d', name))]
  const archives = await Promise.all(files.map(readArchives))
  const ours = archives.flat().filter((a) => a.suites.includes(release) && a.components.includes('main'))
  return [...new Set(ours.flatMap((a) => a.uris).filter((uri) => !uri.startsWith('cdrom:')))]
}

async function readArchives(file: string): Promise<Archive[]> {
  if (!/\.(list|sources)$/.test(file)) return []
  const text = await readFile(file, 'utf8').catch(() => '')
  return file.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text)
}

import type { ModulePage } from '../types.js'

/**
 * The section of a module that speaks most of a provision; of several, the last one, for overviews come first.
 * @param label the provision as the course's list cites it; of a Resolution its number counts, whatever edition and title
 * @returns its anchor; undefined where the module does not cite the provision
 */
export function sectionCiting({ html, sections }: Pick<ModulePage, 'html' | 'sections'>, label: string) {
  const citation = /^.*?\bConf\. \d+\.\d+/.exec(label)?.[0] ?? label
  const cited = new RegExp(`(?<![\\p{L}\\d])${escaped(citation)}(?![\\p{L}\\d]|\\.\\d)`, 'giu')
  const [, ...parts] = html.replaceAll('\u00a0', ' ').split('<h2 id="section-')
  const counts = parts.map((part) => part.match(cited)?.length ?? 0)
  const most = Math.max(0, ...counts)
  return most > 0 ? sections[counts.lastIndexOf(most)]?.id : undefined
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

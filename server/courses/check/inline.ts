import type { Report } from '../package/faults.js'
import { linkFault } from './links.js'
import { placedChildren, placedTokens, type Placed } from './document.js'

/** Reports what words may not hold: HTML, pictures within a line, links that lead nowhere, boxes that do not close. */
export function checkInline(placed: Placed, file: string, anchors: ReadonlySet<string>, report: Report): void {
  if (placed.token.content.trimStart().startsWith(':::'))
    report(file, placed.line, 'unknown-box', { found: placed.token.content.trim().split('\n')[0] ?? '' })
  for (const { token, line } of placedChildren(placed)) {
    if (token.type === 'html_inline') report(file, line, 'html', { found: token.content.trim() })
    if (token.type === 'image') report(file, line, 'picture-in-text')
    if (token.type !== 'link_open') continue
    const address = String(token.attrGet('href'))
    const fault = linkFault(address, anchors)
    if (fault) report(file, line, fault, { address })
  }
}

/** Checks markdown that is shown within a line, such as an option: one paragraph of words. */
export function checkLine(markdown: string, file: string, line: number, report: Report): void {
  const tokens = placedTokens(markdown, line).map((placed) => ({ ...placed, line }))
  const html = tokens.find(({ token }) => token.type === 'html_block')
  if (html) report(file, line, 'html', { found: html.token.content.trim() })
  else if (tokens.map(({ token }) => token.type).join() !== 'paragraph_open,inline,paragraph_close')
    report(file, line, 'not-one-paragraph')
  const inline = tokens.filter(({ token }) => token.type === 'inline')
  inline.forEach((placed) => checkInline(placed, file, new Set(), report))
}

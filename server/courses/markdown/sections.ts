import type { MarkdownIt, Token } from 'markdown-it'

/**
 * Gives headings their ids by place, `section-2` and `section-2-1`: the same in every language, so that an address
 * with an anchor, and the place where a learner stopped, survive a change of the language.
 */
export function sections(parser: MarkdownIt): void {
  parser.core.ruler.push('sections', (state) => {
    let section = 0
    let part = 0
    for (const token of state.tokens) {
      if (token.type !== 'heading_open') continue
      if (token.tag === 'h2') {
        section += 1
        part = 0
        token.attrSet('id', `section-${section}`)
      } else if (token.tag === 'h3') {
        part += 1
        token.attrSet('id', `section-${section}-${part}`)
      }
    }
  })
}

/** The words of an inline token without its marks. */
export const plainText = (inline: Token | undefined): string =>
  (inline?.children ?? [])
    .map((child) => (child.type === 'softbreak' || child.type === 'hardbreak' ? ' ' : child.content))
    .join('')

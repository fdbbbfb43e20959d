import type { MarkdownIt, Token } from 'markdown-it'

/**
 * Makes tables readable by ear: header cells say what they head, and where the corner cell is empty the first cell of
 * each row heads its row (an empty header cell would head nothing).
 */
export function tables(parser: MarkdownIt): void {
  parser.core.ruler.push('tables', (state) => {
    state.tokens.forEach((token, place) => {
      if (token.type === 'table_open') markHeaders(tableFrom(state.tokens, place))
    })
  })
}

function tableFrom(tokens: Token[], start: number): Token[] {
  const end = tokens.findIndex((token, place) => place > start && token.type === 'table_close')
  return tokens.slice(start, end)
}

function markHeaders(table: Token[]): void {
  table.filter(({ type }) => type === 'th_open').forEach((cell) => cell.attrSet('scope', 'col'))
  const corner = table.findIndex(({ type }) => type === 'th_open')
  if (table[corner + 1]?.content.trim() !== '') return
  retag(table, corner, 'td')
  table.forEach(({ type }, place) => {
    if (type === 'tr_open' && table[place + 1]?.type === 'td_open') retag(table, place + 1, 'th')
  })
}

/** A cell is three tokens: it opens, has its words, and closes. */
function retag(table: Token[], place: number, tag: 'td' | 'th'): void {
  const [open, , close] = table.slice(place, place + 3)
  if (!open || !close) return
  open.tag = close.tag = tag
  open.attrs = tag === 'th' ? [['scope', 'row']] : null
}

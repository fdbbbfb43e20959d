import type { MarkdownIt, Token } from 'markdown-it'
import { plainText } from './sections.js'

/** From so many columns on a table does not fit a telephone: its rows are shown there one below the other. */
const columnsToStack = 3

/**
 * Makes tables readable by ear: header cells say what they head, and where the corner cell is empty the first cell of
 * each row heads its row (an empty header cell would head nothing). Wide tables are made ready to be stacked.
 */
export function tables(parser: MarkdownIt): void {
  parser.core.ruler.push('tables', (state) => {
    state.tokens.forEach((token, place) => {
      if (token.type !== 'table_open') return
      const table = tableFrom(state.tokens, place)
      const columns = columnsOf(table)
      markHeaders(table)
      if (columns.length >= columnsToStack) stack(table, columns)
    })
  })
}

function tableFrom(tokens: Token[], start: number): Token[] {
  const end = tokens.findIndex((token, place) => place > start && token.type === 'table_close')
  return tokens.slice(start, end)
}

/** The words at the head of each column. */
const columnsOf = (table: Token[]): string[] =>
  table.flatMap(({ type }, place) => (type === 'th_open' ? [plainText(table[place + 1]).trim()] : []))

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

const roles: Record<string, string> = { table: 'table', thead: 'rowgroup', tbody: 'rowgroup', tr: 'row', td: 'cell' }

/** Cells carry the head of their column; and roles, for a table that is laid out as blocks is none to some browsers. */
function stack(table: Token[], columns: string[]): void {
  let column = 0
  for (const token of table) {
    if (token.nesting !== 1) continue
    if (token.type === 'table_open') token.attrSet('class', 'stacked')
    if (token.type === 'tr_open') column = 0
    const label = token.type === 'td_open' || token.type === 'th_open' ? columns[column++] : undefined
    if (token.type === 'td_open' && token.tag === 'td' && label) token.attrSet('data-label', label)
    token.attrSet('role', token.tag === 'th' ? headerRole(token) : (roles[token.tag] ?? ''))
  }
}

const headerRole = (header: Token) => (header.attrGet('scope') === 'row' ? 'rowheader' : 'columnheader')

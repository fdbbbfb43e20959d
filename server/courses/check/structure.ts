import type { Language } from '../../base/languages.js'
import { boxOf } from '../markdown/parser.js'
import type { Report } from '../package/faults.js'
import type { CoursePackage } from '../package/parse.js'
import type { ModuleDocument, Placed } from './document.js'

/** A part of a text that every language has in the same place, written in the signs of markdown. */
interface Part {
  sign: string
  line: number
}

/**
 * The same headings, tables (rows and columns too), boxes and pictures, in the same order, stand in every language:
 * a translation that lost a row has lost a rule. Each text is compared with the course's first language, and the
 * first place where they part is reported.
 */
export function checkStructure({ course }: CoursePackage, documents: ModuleDocument[], report: Report): void {
  const [first, ...others] = course.data.languages
  for (const module of course.data.modules) {
    const of = (language: Language | undefined) =>
      documents.find((document) => document.module === module && document.language === language)
    const model = of(first)
    for (const other of model ? others.flatMap((language) => of(language) ?? []) : [])
      if (model) compare(model, other, report)
  }
}

function compare(model: ModuleDocument, other: ModuleDocument, report: Report): void {
  const { source, language } = model
  const { file, data, lineOf } = other.source
  const counts = { key: 'objectives', found: data.objectives.length, expected: source.data.objectives.length }
  if (counts.found !== counts.expected) report(file, lineOf(['objectives']), 'count-differs', counts)
  const minutes = { key: 'minutes', found: data.minutes, expected: source.data.minutes }
  if (minutes.found !== minutes.expected) report(file, lineOf(['minutes']), 'count-differs', minutes)

  const [expected, found] = [outline(model), outline(other)]
  const place = Array.from({ length: Math.max(expected.length, found.length) }, (_, index) => index).find(
    (index) => expected[index]?.sign !== found[index]?.sign,
  )
  if (place === undefined) return
  const line = found[place]?.line ?? other.tokens.at(-1)?.line ?? other.source.bodyLine
  const [wanted, there] = [expected[place]?.sign ?? '∅', found[place]?.sign ?? '∅']
  report(file, line, 'structure-differs', { language, expected: wanted, found: there })
}

function outline({ tokens }: ModuleDocument): Part[] {
  return tokens.flatMap((placed, place) => {
    const sign = signOf(placed, tokens, place)
    return sign ? [{ sign, line: placed.line }] : []
  })
}

function signOf({ token }: Placed, tokens: Placed[], place: number): string | undefined {
  const box = token.nesting === 1 ? boxOf(token.type) : undefined
  if (box) return `::: ${box}`
  if (token.type === 'heading_open') return token.markup
  if (token.type === 'figure') return `![](${token.content})`
  return token.type === 'table_open' ? tableSign(tokens, place) : undefined
}

function tableSign(tokens: Placed[], start: number): string {
  const end = tokens.findIndex(({ token }, place) => place > start && token.type === 'table_close')
  const inside = tokens.slice(start, end).map(({ token }) => token)
  const rows = inside.filter(({ type }) => type === 'tr_open').length
  const cells = inside.filter(({ type }) => type === 'th_open' || type === 'td_open').length
  return `| ${cells / rows} × ${rows} |`
}

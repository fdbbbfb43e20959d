import { boxOf, boxTitle, type Box } from '../markdown/parser.js'
import type { Report } from '../package/faults.js'
import type { CoursePackage } from '../package/parse.js'
import type { Rule } from '../package/rules.js'
import type { ModuleDocument, Placed } from './document.js'
import { checkInline } from './inline.js'
import { checkPlain } from './plain.js'

/** The blocks of CommonMark that the format leaves out. */
const foreign = new Set(['fence', 'code_block', 'hr'])

/** The texts of the modules, each by itself: what it is made of, its links, its pictures. */
export function checkModules({ media }: CoursePackage, documents: ModuleDocument[], report: Report): void {
  for (const document of documents) {
    checkPlain(document.source, document.source.data, [], report)
    checkBlocks(document, (id) => !media.isReadable || Object.hasOwn(media.data, id), report)
    checkBoxes(document, report)
    checkHeadings(document, report)
  }
}

function checkBlocks({ source, tokens }: ModuleDocument, isPicture: (id: string) => boolean, report: Report): void {
  const { file } = source
  const anchors = new Set(tokens.map(({ token }) => String(token.attrGet('id'))))
  for (const placed of tokens) {
    const { token, line } = placed
    if (token.type === 'inline') checkInline(placed, file, anchors, report)
    if (token.type === 'html_block') report(file, line, 'html', { found: firstLine(token.content) })
    if (foreign.has(token.type))
      report(file, line, 'not-in-format', { found: firstLine(token.content || token.markup) })
    if (token.type === 'figure') {
      if (!isPicture(token.content)) report(file, line, 'unknown-picture', { id: token.content })
      if (token.info !== '') report(file, line, 'picture-words', { id: token.content })
    }
  }
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? ''

function checkBoxes({ source, tokens }: ModuleDocument, report: Report): void {
  const lines = source.body.split('\n')
  let depth = 0
  for (const { token, line } of tokens) {
    const box = boxOf(token.type)
    if (!box) continue
    depth += token.nesting
    if (token.nesting !== 1) continue
    if (depth > 1) report(source.file, line, 'box-in-box', { box })
    const closing = lines[token.map?.[1] ?? lines.length] ?? ''
    if (!/^\s*:{3,}\s*$/.test(closing)) report(source.file, line, 'box-not-closed', { box })
    checkBoxTitle(box, boxTitle(box, token.info), (code) => report(source.file, line, code, { box }))
  }
}

/** An example says what it is about; the platform titles the other boxes, alike in every course. */
function checkBoxTitle(box: Box, title: string, fault: (code: Rule) => void): void {
  if (box === 'example' && title === '') fault('box-without-title')
  if (box !== 'example' && title !== '') fault('box-with-title')
}

function checkHeadings({ source, tokens }: ModuleDocument, report: Report): void {
  const fault = ({ line }: Placed, code: Rule, params?: Record<string, string>) =>
    report(source.file, line, code, params)
  let sections = 0
  let depth = 0
  for (const placed of tokens) {
    const { token } = placed
    if (boxOf(token.type)) depth += token.nesting
    if (token.type !== 'heading_open') continue
    if (token.tag === 'h2') sections += 1
    if (token.tag !== 'h2' && token.tag !== 'h3') fault(placed, 'heading-level', { level: token.tag.slice(1) })
    else if (token.tag === 'h2' && depth > 0) fault(placed, 'heading-in-box')
    else if (token.tag === 'h3' && sections === 0) fault(placed, 'heading-order')
  }
  if (sections === 0) report(source.file, source.bodyLine, 'no-sections')
}

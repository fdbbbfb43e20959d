import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, type Document, type YAMLError } from 'yaml'
import type { Rule } from './rules.js'

/** The way to a value: keys of maps and places in lists. */
export type Path = readonly PropertyKey[]

export interface YamlSource {
  /** Plain maps, lists, texts, numbers and booleans; undefined where the source has faults. */
  data: unknown
  /** The line of a value's key, or of the nearest thing around it that is there. */
  lineOf(path: Path): number
  /** What the source breaks, the first thing only: what follows is mostly its consequence. */
  faults: { line: number; code: Rule; message: string }[]
}

/**
 * Parses YAML 1.2 (core schema) and remembers the lines.
 * @param firstLine the line of the file on which `source` begins
 */
export function readYaml(source: string, firstLine = 1): YamlSource {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => firstLine - 1 + Math.max(1, lines.linePos(offset).line)
  const faults = document.errors
    .slice(0, 1)
    .map((error) => ({ line: lineAt(error.pos[0]), code: adviceFor(error), message: error.message }))
  return {
    data:
      faults.length === 0
        ? plain(document, (message) => faults.push({ line: firstLine, code: 'yaml', message }))
        : undefined,
    lineOf: (path) => lineAt(offsetOf(document, path)),
    faults,
  }
}

/** The mistakes that authors make most, by what the parser calls them. */
const advice: Partial<Record<YAMLError['code'], Rule>> = {
  BLOCK_AS_IMPLICIT_KEY: 'yaml-colon',
  UNEXPECTED_TOKEN: 'yaml-quotes',
  BAD_SCALAR_START: 'yaml-start',
  BAD_INDENT: 'yaml-indent',
  MULTILINE_IMPLICIT_KEY: 'yaml-indent',
  TAB_AS_INDENT: 'yaml-tab',
  DUPLICATE_KEY: 'yaml-twice',
}

function adviceFor({ code, message }: YAMLError): Rule {
  if (code === 'MISSING_CHAR') return message.includes('quote') ? 'yaml-unclosed' : 'yaml-indent'
  return advice[code] ?? 'yaml'
}

/** Aliases are refused: a course needs none, and a few of them unfold into gigabytes. */
function plain(document: Document, fault: (message: string) => void): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    fault(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const step of path) {
    const next = isMap(node) ? entryOf(node.items, step) : isSeq(node) ? itemOf(node.items, step) : undefined
    if (!next) break
    ;({ node, offset } = next)
  }
  return offset
}

interface Place {
  node: unknown
  offset: number
}

function entryOf(items: readonly { key: unknown; value: unknown }[], step: PropertyKey): Place | undefined {
  const pair = items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  return pair && isScalar(pair.key) ? { node: pair.value, offset: pair.key.range?.[0] ?? 0 } : undefined
}

function itemOf(items: readonly unknown[], step: PropertyKey): Place | undefined {
  const item = items[Number(step)]
  return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined
}

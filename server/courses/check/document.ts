import type { Token } from 'markdown-it'
import type { Language } from '../../base/languages.js'
import { createParser } from '../markdown/parser.js'
import type { CoursePackage, ModuleSource } from '../package/parse.js'

/** A token and the line of the file that it stands on. Tokens of a table's cells take the line of their row. */
export interface Placed {
  token: Token
  line: number
}

/** A module's text parsed, in one language. */
export interface ModuleDocument {
  language: Language
  module: string
  source: ModuleSource
  tokens: Placed[]
}

/** The checks' own parser tells HTML apart from text, so that it can be refused. */
const parser = createParser({ html: true })

/** Parses markdown whose first line is `firstLine` of its file. */
export function placedTokens(markdown: string, firstLine: number): Placed[] {
  let line = firstLine
  return parser.parse(markdown, {}).map((token) => {
    if (token.map) line = firstLine + token.map[0]
    return { token, line }
  })
}

/** The children of an inline token, each on its line. */
export function placedChildren({ token, line }: Placed): Placed[] {
  let current = line
  return (token.children ?? []).map((child) => {
    if (child.type === 'softbreak' || child.type === 'hardbreak') current += 1
    return { token: child, line: current }
  })
}

/** Every module's text in every language that is there, languages and modules in the course's order. */
export function readDocuments({ course, texts }: CoursePackage): ModuleDocument[] {
  return course.data.languages.flatMap((language) =>
    course.data.modules.flatMap((module) => {
      const source = texts.get(language)?.modules.get(module)
      return source ? [{ language, module, source, tokens: placedTokens(source.body, source.bodyLine) }] : []
    }),
  )
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../base/paths.js'

const read = (file: string) => readFileSync(join(projectRoot, 'server/accounts', file), 'utf8')

/**
 * Reads a table of this module's data: a heading line, then rows. No value holds a comma, and none is quoted.
 * @throws Error naming file and line where a row has not as many values as the heading
 */
export function readTable<Column extends string>(file: string, columns: readonly Column[]): Record<Column, string>[] {
  const [heading = '', ...lines] = read(file).trim().split(/\r?\n/)
  if (heading !== columns.join(',')) throw new Error(`${file}: the first line must be '${columns.join(',')}'`)
  return lines.map((line, index) => {
    const values = line.split(',')
    if (values.length !== columns.length || line.includes('"'))
      throw new Error(`${file}, line ${index + 2}: ${columns.length} values without quotes are expected`)
    return Object.fromEntries(columns.map((column, i) => [column, values[i]])) as Record<Column, string>
  })
}

const localized = z.record(z.string(), z.strictObject({ en: z.string(), fr: z.string(), es: z.string() }))
const namesSchema = z.strictObject({ region: localized, group: localized, outside: localized })

export type Names = z.output<typeof namesSchema>

/** The names of regions, groups and places that are no Party (names.json). @throws Error where one is incomplete */
export const readNames = (): Names => namesSchema.parse(JSON.parse(read('names.json')))

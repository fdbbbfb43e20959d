import type { z } from 'zod'
import type { Report } from './faults.js'
import type { Rule } from './rules.js'
import type { Path, YamlSource } from './yaml.js'

/**
 * Checks a parsed source against its schema and reports what does not fit, each fault on its line.
 * @returns the checked data, or undefined where there are faults
 */
export function checkShape<T>(schema: z.ZodType<T>, source: YamlSource, file: string, report: Report): T | undefined {
  source.faults.forEach(({ line, code, message }) => report(file, line, code, { message }))
  if (source.faults.length > 0) return undefined
  const parsed = schema.safeParse(source.data)
  if (parsed.success) return parsed.data
  for (const fault of parsed.error.issues.flatMap((issue) => describe(issue, source.data)))
    report(file, source.lineOf(fault.path), fault.code, {
      key: nameOf(fault.path, source.data),
      ...fault.params,
    })
  return undefined
}

interface ShapeFault {
  path: Path
  code: Rule
  params?: Record<string, string>
}

function describe(issue: z.core.$ZodIssue, data: unknown): ShapeFault[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], code: 'unknown-key' }))
  if (path.length > 0 && !isThere(data, path)) return [{ path, code: 'missing-key' }]
  if (issue.code === 'custom' && issue.params?.['listedTwice']) return [{ path, code: 'listed-twice' }]
  if (issue.code === 'invalid_type') return [{ path, code: 'wrong-type', params: { type: issue.expected } }]
  return [{ path, code: 'wrong-value', params: { expected: expected(issue) } }]
}

/** The way to a value as an author knows it: what stands in a list by its id, where it has one, else counted from 1. */
function nameOf(path: Path, data: unknown): string {
  let value = data
  const steps = path.map((step) => {
    const holder = value
    value = isHolder(holder) ? holder[step] : undefined
    if (typeof step !== 'number') return String(step)
    return isHolder(value) && typeof value['id'] === 'string' ? value['id'] : String(step + 1)
  })
  return steps.join(' › ') || '-'
}

const isThere = (data: unknown, path: Path): boolean =>
  path.reduce<unknown>((value, step) => (isHolder(value) ? value[step] : undefined), data) !== undefined

const isHolder = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null

/** What the schema wants, in signs rather than words, so that it stands in a sentence of any language. */
function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(' | ')
    case 'too_small':
      return `${issue.inclusive ? '≥' : '>'} ${issue.minimum}`
    case 'too_big':
      return `${issue.inclusive ? '≤' : '<'} ${issue.maximum}`
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ')
    case 'invalid_union':
      return issue.message.replace(/^.*Expected /, '')
    default:
      return issue.message
  }
}

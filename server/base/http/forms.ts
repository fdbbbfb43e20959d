import type { z } from 'zod'
import { badInput, type Fault } from '../errors.js'

/** What a form gave: data in its shape, or every fault at once. */
export type Checked<T> = { data: T; faults?: undefined } | { data?: undefined; faults: Fault[] }

/**
 * Checks a form's body. The messages of a schema are keys of the locale `faults`; zod's own kinds of fault have
 * keys of their own there.
 */
export function checkForm<T extends z.ZodType>(schema: T, body: unknown): Checked<z.output<T>> {
  const parsed = schema.safeParse(body ?? {})
  return parsed.success ? { data: parsed.data } : { faults: parsed.error.issues.map(toFault) }
}

/** Checks what no person typed (a path, a query, a hidden field). @throws AppError 400 'invalid-input' */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value ?? {})
  if (!parsed.success) throw badInput('invalid-input', parsed.error.issues.map(toFault))
  return parsed.data
}

function toFault(issue: z.core.$ZodIssue): Fault {
  const field = issue.path.map(String).join('.')
  const params = parameters(issue)
  return { field, code: codeOf(issue), ...(params ? { params } : {}) }
}

/** A schema's own message is a key when it looks like one; else the kind of the issue decides. */
function codeOf(issue: z.core.$ZodIssue): string {
  if (/^[a-z][a-z0-9-]*$/.test(issue.message)) return issue.message
  if (issue.code === 'invalid_type')
    return issue.input === undefined || issue.message.includes('undefined') ? 'required' : 'invalid'
  if (issue.code === 'too_small') return issue.minimum === 1 ? 'required' : 'too-short'
  if (issue.code === 'too_big') return 'too-long'
  if (issue.code === 'invalid_value') return 'not-a-choice'
  if (issue.code === 'unrecognized_keys') return 'unknown-field'
  return 'invalid'
}

function parameters(issue: z.core.$ZodIssue): Record<string, number> | undefined {
  if (issue.code === 'too_small') return { minimum: Number(issue.minimum) }
  if (issue.code === 'too_big') return { maximum: Number(issue.maximum) }
  return undefined
}

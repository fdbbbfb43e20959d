import { z } from 'zod'
import { answersSchema, type Answers } from '../quizzes/index.js'

/** A course's or module's name in an address. */
export const slugSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

export const enrolSchema = z.object({ move: z.literal('yes').optional() })

/** The section that is being read, as its anchor; only the page's script sends it. */
export const placeSchema = z.object({ section: z.string().max(200) })

export const submitSchema = z.object({ anyway: z.literal('yes').optional() })

const oneOrMore = z.union([z.string(), z.array(z.string())])
const fieldsSchema = z.record(z.string(), oneOrMore)

/** The names of a question's fields in a form: the options chosen, and those that were chosen when it was shown. */
export const answerField = (question: string) => `answer-${question}`
export const shownField = (question: string) => `shown-${question}`

/**
 * The answers that a form changes: those whose choice differs from what its page showed. A page that was left open
 * in another tab thus takes back nothing that was answered since. What the page's script saw being chosen is shown as
 * '*', which is no option: it always counts.
 */
export const changedAnswersSchema = fieldsSchema.transform(changedAnswers).pipe(answersSchema)

function changedAnswers(fields: Record<string, string | string[]>): Answers {
  const questions = new Set(Object.keys(fields).flatMap((name) => /^(?:answer|shown)-(.+)$/.exec(name)?.[1] ?? []))
  const changed = [...questions].flatMap((question): [string, string[]][] => {
    const chosen = list(fields[answerField(question)])
    const shown = list(fields[shownField(question)]).flatMap((text) => text.split(' ').filter(Boolean))
    return sameOptions(chosen, shown) ? [] : [[question, chosen]]
  })
  return Object.fromEntries(changed)
}

const list = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat())

const sameOptions = (some: string[], others: string[]) =>
  some.length === others.length && some.every((option) => others.includes(option))

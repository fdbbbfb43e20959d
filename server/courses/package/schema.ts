import { z } from 'zod'
import { agencies } from '../../accounts/index.js'
import { languageSchema } from '../../base/languages.js'
import { areas } from '../types.js'

/*
 * The shapes of a package's files; courses/README.md describes them for authors. Every object is strict, so that a
 * misspelt key is found instead of forgotten. Messages are signs, not words: faults are shown in three languages.
 */

/** Ids stand in addresses, in file names and in records for ever. */
const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a-z 0-9 -')
const text = z.string().trim().min(1).max(4000)
const percent = z.int().min(1).max(100)
const minutes = z.int().min(0).max(525_600)

/** A list without anything twice; the second one is the fault. */
const distinct = <T extends z.ZodType<string>>(item: T, least = 1) =>
  z
    .array(item)
    .min(least)
    .max(200)
    .superRefine((items, context) => {
      items.forEach((each, place) => {
        if (items.indexOf(each) < place)
          context.addIssue({ code: 'custom', path: [place], params: { listedTwice: true } })
      })
    })

export const courseSchema = z.strictObject({
  id: slug,
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, '1.2.3'),
  areas: distinct(z.enum(areas)),
  audience: distinct(z.enum(agencies)),
  languages: distinct(languageSchema),
  hours: z.number().positive().max(1000),
  modules: distinct(slug.refine((name) => name !== 'examination', '≠ examination')),
  module_quiz: z.strictObject({ pass_mark: percent, pause_minutes: minutes }),
  examination: z.strictObject({ draw: z.int().min(1).max(100), pass_mark: percent, pause_minutes: minutes }),
  certificate: z.strictObject({
    valid_months: z.int().min(1).max(600).optional(),
    renewal_window_months: z.int().min(0).max(600),
  }),
  checked: z.iso.date('2026-01-31'),
  provisions: distinct(slug),
})
export type CourseFile = z.infer<typeof courseSchema>

export const courseTextSchema = z.strictObject({
  title: text,
  summary: text,
  objectives: distinct(text),
  issuer: text,
  endorsement: text,
  edition: text.optional(),
  provisions: z.record(slug, text),
})
export type CourseTextFile = z.infer<typeof courseTextSchema>

export const frontMatterSchema = z.strictObject({
  title: text,
  objectives: distinct(text),
  minutes: z.int().min(1).max(600),
})
export type FrontMatter = z.infer<typeof frontMatterSchema>

const inLanguages = <T extends z.ZodType<string>>(words: T) => z.partialRecord(languageSchema, words)

export const pictureTypes: Readonly<Record<string, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
}
const pictureName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}\.(svg|png|jpg|webp)$/, 'a-z 0-9 . - _ (svg, png, jpg, webp)')
const pixels = z.int().min(1).max(10_000)

/** The parts of a picture that every language of the course has. */
export const pictureWords = ['file', 'alt', 'caption', 'description'] as const

export const mediaSchema = z.record(
  slug,
  z.strictObject({
    file: inLanguages(pictureName),
    width: pixels,
    height: pixels,
    licence: text,
    author: text,
    alt: inLanguages(text),
    caption: inLanguages(text),
    description: inLanguages(text),
  }),
)
export type MediaFile = z.infer<typeof mediaSchema>

const anyQuestion = { id: slug, points: z.int().min(1).max(100), provision: slug }
const choices = { options: distinct(slug, 2), key: distinct(slug) }
const single = z.strictObject({ ...anyQuestion, ...choices, type: z.literal('single') })
const multiple = z.strictObject({ ...anyQuestion, ...choices, type: z.literal('multiple') })
const trueFalse = z.strictObject({ ...anyQuestion, type: z.literal('true-false'), key: z.boolean() })

export const moduleQuizSchema = z.strictObject({
  questions: z.array(z.discriminatedUnion('type', [single, multiple, trueFalse])).max(1000),
})

const ofModule = { module: slug }
export const examinationSchema = z.strictObject({
  questions: z
    .array(
      z.discriminatedUnion('type', [single.extend(ofModule), multiple.extend(ofModule), trueFalse.extend(ofModule)]),
    )
    .max(1000),
})
/** A quiz file; `module` stands only in the examination. */
export type QuizFile = z.infer<typeof moduleQuizSchema> | z.infer<typeof examinationSchema>
export type QuestionEntry = QuizFile['questions'][number]

/** `text` and `feedback` are asked for by the rules, which know whether the question is true or false. */
const optionWords = z.strictObject({ text: text.optional(), feedback: text.optional() })

export const quizWordsSchema = z.strictObject({
  questions: z.record(slug, z.strictObject({ text, options: z.record(slug, optionWords) })),
})
export type QuizWords = z.infer<typeof quizWordsSchema>

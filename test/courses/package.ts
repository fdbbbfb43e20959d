import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PackageFiles } from '../../server/courses/index.js'

/** The texts of a package by path: what a test changes before the package is checked or written. */
export type Texts = Record<string, string>

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

const courseYaml = `id: small
version: 1.0.0
areas: [permits]
audience: [customs, police]
languages: [en, fr]
hours: 1
modules: [first, second]
module_quiz: { pass_mark: 75, pause_minutes: 0 }
examination: { draw: 2, pass_mark: 80, pause_minutes: 60 }
certificate: { valid_months: 36, renewal_window_months: 6 }
checked: 2026-11-21
provisions:
  - art-iii
  - art-iv
`

const courseText = (language: string) => `title: Small course ${language}
summary: A course for tests ${language}.
objectives:
  - Read a permit ${language}
  - Refuse a permit ${language}
issuer: CITES Virtual College
endorsement: It grants no power.
provisions:
  art-iii: Article III
  art-iv: Article IV
`

const moduleText = (language: string, module: string) => `---
title: The ${module} module ${language}
objectives:
  - Know the ${module} rule
minutes: 10
---

A lorry stands at the counter (${language}).

## Rules of ${module}

Look at *Gorilla gorilla* on [the site](https://cites.org), and [below](#section-2).

|  | Export | Import |
|---|---|---|
| **Appendix I** | permit | two permits |
| **Appendix II** | permit | one permit |

![](form)

::: example Forty *Python regius* skins
Count them.
:::

## What to do

### At night

Ring the number.

::: doubt
Turn to your own Management Authority.
:::

::: remember
- Dates first.
:::
`

const mediaYaml = `form:
  file: { en: form.en.svg, fr: form.fr.svg }
  width: 720
  height: 360
  licence: CC BY 4.0
  author: CITES Virtual College
  alt:
    en: A form with two fields
    fr: Un formulaire à deux champs
  caption:
    en: Figure 1. A form of *Python regius*
    fr: Figure 1. Un formulaire
  description:
    en: |
      The form has:

      - a number
      - a date
    fr: Le formulaire a un numéro et une date.
`

const svg = (
  language: string,
) => `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="360" viewBox="0 0 720 360">
  <defs><linearGradient id="shade"/></defs>
  <rect width="720" height="360" fill="url(#shade)"/>
  <text x="20" y="60" font-family="sans-serif">Form ${language}</text>
</svg>
`

/** Questions 1: single, 2: multiple, 3: true or false, then single ones. */
function question(id: string, place: number, module?: string): string {
  const rest = `    points: 1\n    provision: art-iii\n${module ? `    module: ${module}\n` : ''}`
  if (place === 3) return `  - id: ${id}\n    type: true-false\n    key: false\n${rest}`
  const [type, key] = place === 2 ? ['multiple', '[a, c]'] : ['single', '[b]']
  return `  - id: ${id}\n    type: ${type}\n    options: [a, b, c]\n    key: ${key}\n${rest}`
}

function words(id: string, place: number, language: string): string {
  const feedback = `feedback: Because Article III says so (${language}).`
  if (place === 3)
    return `  ${id}:\n    text: Statement ${id} is right (${language}).\n    options:\n      true: { ${feedback} }\n      false: { ${feedback} }\n`
  const options = ['a', 'b', 'c'].map((option) => `      ${option}: { text: Option ${option}, ${feedback} }\n`).join('')
  return `  ${id}:\n    text: What of *case* ${id} (${language})?\n    options:\n${options}`
}

const quiz = (module: string) =>
  `questions:\n${numbers(12)
    .map((n) => question(`${module}-${n}`, n))
    .join('')}`
const quizWords = (module: string, language: string) =>
  `questions:\n${numbers(12)
    .map((n) => words(`${module}-${n}`, n, language))
    .join('')}`
const pool = (['first', 'second'] as const).flatMap((module) =>
  numbers(3).map((n) => ({ id: `x-${module}-${n}`, n, module })),
)

const ofLanguage = (language: string): Texts => ({
  [`${language}/course.yaml`]: courseText(language),
  [`${language}/first.md`]: moduleText(language, 'first'),
  [`${language}/second.md`]: moduleText(language, 'second'),
  [`${language}/quizzes/first.yaml`]: quizWords('first', language),
  [`${language}/quizzes/second.yaml`]: quizWords('second', language),
  [`${language}/quizzes/examination.yaml`]: `questions:\n${pool.map(({ id, n }) => words(id, n, language)).join('')}`,
})

/** A small package without a fault, in English and French. */
export const smallPackage = (): Texts => ({
  'course.yaml': courseYaml,
  'quizzes/first.yaml': quiz('first'),
  'quizzes/second.yaml': quiz('second'),
  'quizzes/examination.yaml': `questions:\n${pool.map(({ id, n, module }) => question(id, n, module)).join('')}`,
  'media/media.yaml': mediaYaml,
  'media/form.en.svg': svg('en'),
  'media/form.fr.svg': svg('fr'),
  ...ofLanguage('en'),
  ...ofLanguage('fr'),
})

/** Puts one text in another's place in a file. @throws where the file does not hold it, so that no test changes nothing */
export function change(texts: Texts, file: string, from: string, to: string): Texts {
  const text = texts[file]
  if (!text?.includes(from)) throw new Error(`${file} does not hold: ${from}`)
  return { ...texts, [file]: text.replace(from, () => to) }
}

export const without = (texts: Texts, ...files: string[]): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([file]) => !files.includes(file)))

export const asFiles = (texts: Texts): PackageFiles =>
  new Map(Object.entries(texts).map(([file, text]) => [file, Buffer.from(text)]))

/** A temporary folder of packages. */
export async function temporaryFolder(): Promise<{
  folder: string
  write(name: string, texts: Texts): Promise<string>
  drop(): Promise<void>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'courses-'))
  return {
    folder,
    /** Writes a package in place of what was there. */
    async write(name, texts) {
      const target = join(folder, name)
      await rm(target, { recursive: true, force: true })
      for (const [file, text] of Object.entries(texts)) {
        await mkdir(dirname(join(target, file)), { recursive: true })
        await writeFile(join(target, file), text)
      }
      return target
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}

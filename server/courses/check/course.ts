import type { Report } from '../package/faults.js'
import type { CoursePackage } from '../package/parse.js'
import type { Rule } from '../package/rules.js'
import { checkPlain } from './plain.js'

/** The words of the course: a label for every provision and no other, plain words, as many objectives in each language. */
export function checkCourse({ course, texts }: CoursePackage, report: Report): void {
  const first = texts.get(course.data.languages[0] ?? 'en')?.course?.data
  for (const text of [...texts.values()].flatMap((language) => language.course ?? [])) {
    const { data, file, lineOf } = text
    const fault = (path: string[], code: Rule, params: Record<string, string | number>) =>
      report(file, lineOf(path), code, params)
    for (const provision of course.data.provisions)
      if (!Object.hasOwn(data.provisions, provision)) fault(['provisions'], 'provision-without-label', { provision })
    for (const provision of Object.keys(data.provisions))
      if (!course.data.provisions.includes(provision))
        fault(['provisions', provision], 'label-without-provision', { provision })
    if (first && data.objectives.length !== first.objectives.length)
      fault(['objectives'], 'count-differs', {
        key: 'objectives',
        found: data.objectives.length,
        expected: first.objectives.length,
      })
    checkPlain(text, data, [], report)
  }
}

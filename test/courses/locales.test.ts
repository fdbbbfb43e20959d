import { agencies } from '../../server/accounts/index.js'
import { createI18n } from '../../server/base/i18n.js'
import { languages } from '../../server/base/languages.js'
import { areas } from '../../server/courses/index.js'
import { rules } from '../../server/courses/package/rules.js'

const { exists } = await createI18n()

test.each(languages)('in %s there are words for every rule, area and audience', (language) => {
  const keys = [
    ...rules.map((rule) => `faults.${rule}`),
    ...areas.map((area) => `area.${area}`),
    ...agencies.map((agency) => `audience.${agency}`),
  ]
  expect(keys.filter((key) => !exists(language, `courses:${key}`))).toEqual([])
})

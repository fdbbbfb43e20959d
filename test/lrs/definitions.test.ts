import fc from 'fast-check'
import { definitionOf, factsOf } from '../../server/lrs/activities/definition.js'
import { fromText, holds, merge, noFacts, toText, type Fact } from '../../server/lrs/descriptions/facts.js'
import type { ActivityDefinition } from '../../server/xapi/index.js'

const plenty = 1_000_000
const mergeAll = (said: Fact[][], most = plenty) => said.reduce((facts, one) => merge(facts, one, most).facts, noFacts)
const merged = (...definitions: ActivityDefinition[]) =>
  definitionOf(mergeAll(definitions.map((definition, index) => factsOf(definition, index + 1))))

const language = fc.constantFrom('en', 'fr', 'es', 'ar')
const texts = fc.dictionary(language, fc.string(), { maxKeys: 3 })
const component = fc.record({ id: fc.constantFrom('a', 'b', '__proto__'), description: texts })
const definition: fc.Arbitrary<ActivityDefinition> = fc.record(
  {
    name: texts,
    description: texts,
    type: fc.webUrl(),
    extensions: fc.dictionary(fc.webUrl(), fc.jsonValue() as fc.Arbitrary<unknown>, { maxKeys: 3 }),
    interactionType: fc.constantFrom('choice', 'likert'),
    correctResponsesPattern: fc.array(fc.string(), { maxLength: 2 }),
    choices: fc.uniqueArray(component, { maxLength: 3, selector: ({ id }) => id }),
  },
  { requiredKeys: [] },
)
const shuffled = fc.array(definition, { minLength: 1, maxLength: 6 }).chain((all) => {
  const said = all.map((one, index) => factsOf(one, index + 1))
  return fc.tuple(fc.constant(said), fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 }))
})

describe('merging definitions', () => {
  test('gives the same in any order, and when anything is told again', () => {
    fc.assert(
      fc.property(shuffled, ([said, again]) => {
        expect(definitionOf(mergeAll(again))).toEqual(definitionOf(mergeAll(said)))
      }),
    )
  })

  test('of one definition gives it back, and text keeps it', () => {
    fc.assert(
      fc.property(definition, (one) => {
        const facts = mergeAll([factsOf(one, 1)])
        expect(fromText(toText(facts))).toEqual(facts)
        const empty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0
        const { interactionType, correctResponsesPattern, choices, ...others } = one
        const said = Object.fromEntries(Object.entries(others).filter(([, value]) => !empty(value)))
        const bare = choices as { id: string; description: object }[] | undefined
        const lists = bare?.map(({ id, description }) => (empty(description) ? { id } : { id, description }))
        const interaction =
          interactionType === undefined ? {} : { interactionType, correctResponsesPattern, choices: lists }
        const whole = { ...said, ...interaction }
        expect(definitionOf(facts) ?? {}).toEqual(JSON.parse(JSON.stringify(whole)))
      }),
    )
  })

  test('keeps all languages; of one language the later', () => {
    expect(
      merged(
        { name: { en: 'meeting' }, description: { en: 'old' } },
        { name: { fr: 'réunion' }, description: { en: 'new' } },
      ),
    ).toEqual({ name: { en: 'meeting', fr: 'réunion' }, description: { en: 'new' } })
  })

  test('keeps the languages of choices; the later list says which there are', () => {
    const choices = (language: string, ...ids: string[]) => ({
      interactionType: 'choice',
      choices: ids.map((id) => ({ id, description: { [language]: `${id} ${language}` } })),
    })
    expect(merged(choices('en', 'a', 'b', 'c'), choices('fr', 'b', 'a'))).toEqual({
      interactionType: 'choice',
      choices: [
        { id: 'b', description: { en: 'b en', fr: 'b fr' } },
        { id: 'a', description: { en: 'a en', fr: 'a fr' } },
      ],
    })
  })

  test('never mixes what belongs to different types of interaction', () => {
    const choice = { interactionType: 'choice', correctResponsesPattern: ['a'], choices: [{ id: 'a' }] }
    const numeric = { interactionType: 'numeric', correctResponsesPattern: ['4[:]'] }
    expect(merged(choice, numeric)).toEqual(numeric)
    expect(merged(numeric, choice)).toEqual(choice)
    expect(merged(choice, numeric, { interactionType: 'choice' })).toEqual(choice)
  })

  test('says what is news: other values, not later ones', () => {
    const known = mergeAll([factsOf({ name: { en: 'a' } }, 5)])
    const tell = (value: ActivityDefinition, at: number) => merge(known, factsOf(value, at), plenty).isNews
    expect(tell({ name: { en: 'a' } }, 9)).toBe(false)
    expect(tell({ name: { en: 'b' } }, 9)).toBe(true)
    expect(tell({ name: { en: 'b' } }, 4)).toBe(false)
    expect(tell({ name: { fr: 'b' } }, 4)).toBe(true)
    expect(holds(known, factsOf({ name: { en: 'a' } }, 9))).toBe(true)
    expect(holds(known, factsOf({ name: { en: 'b' } }, 4))).toBe(false)
  })

  test('keeps the newest where it becomes too much, and is no news again', () => {
    const [long, other] = ['x'.repeat(400), 'y'.repeat(400)]
    const said = [factsOf({ name: { en: long } }, 1), factsOf({ name: { fr: other } }, 2)]
    const facts = mergeAll(said, 700)
    expect(definitionOf(facts)).toEqual({ name: { fr: other } })
    expect(merge(facts, said[0] ?? [], 700)).toEqual({ facts, isNews: false })
    expect(toText(facts).length).toBeLessThanOrEqual(700)
  })
})

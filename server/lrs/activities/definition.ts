import type { ActivityDefinition, LanguageMap } from '../../xapi/index.js'
import type { Fact, Facts } from '../descriptions/facts.js'
import type { Position } from '../types.js'

/** An element of an interaction's lists (Data 2.4.4.1, Interaction Components). */
interface Component {
  id: string
  description?: LanguageMap
}

const componentLists = ['choices', 'scale', 'source', 'target', 'steps'] as const

/**
 * Takes a definition apart (Data 2.4.4.1): each language of its name and description, each extension, each property.
 * What belongs to an interaction stands under the interaction's type, so that a definition of another type leaves it
 * whole. Of its lists, the latest says which components there are; their descriptions keep all languages.
 */
export function factsOf(definition: ActivityDefinition, at: Position): Fact[] {
  const { name, description, type, moreInfo, extensions, interactionType } = definition
  const fact = (path: string[], value: unknown): Fact => ({ path, value, at })
  const each = (path: string[], map: object | undefined) =>
    Object.entries(map ?? {}).map(([key, value]) => fact([...path, key], value))
  const one = (path: string, value: unknown) => (value === undefined ? [] : [fact([path], value)])
  return [
    ...each(['name'], name),
    ...each(['description'], description),
    ...one('type', type),
    ...one('moreInfo', moreInfo),
    ...each(['extensions'], extensions),
    ...one('interactionType', interactionType),
    ...(interactionType === undefined ? [] : interactionFacts(definition, interactionType, { fact, each })),
  ]
}

function interactionFacts(
  definition: ActivityDefinition,
  interactionType: string,
  { fact, each }: { fact: (path: string[], value: unknown) => Fact; each: (path: string[], map?: object) => Fact[] },
): Fact[] {
  const root = ['interaction', interactionType]
  const { correctResponsesPattern: pattern } = definition
  const lists = componentLists.flatMap((list) => {
    const components = definition[list] as Component[] | undefined
    if (components === undefined) return []
    const ids = components.map(({ id }) => id)
    return [
      fact([...root, list], ids),
      ...components.flatMap(({ id, description }) => each([...root, list, id], description)),
    ]
  })
  return [...(pattern === undefined ? [] : [fact([...root, 'correctResponsesPattern'], pattern)]), ...lists]
}

/** Puts what is known of an activity together; undefined where it was only ever named. */
export function definitionOf(facts: Facts): ActivityDefinition | undefined {
  if (facts.size === 0) return undefined
  const value = (...path: string[]) => facts.get(JSON.stringify(path))?.value
  const below = (...start: string[]) => mapBelow(facts, start)
  const interactionType = value('interactionType')
  const root = ['interaction', String(interactionType)]
  const lists = componentLists.map((list) => {
    const ids = value(...root, list) as string[] | undefined
    return [list, ids?.map((id) => described(id, below(...root, list, id)))] as const
  })
  const properties = {
    name: below('name'),
    description: below('description'),
    type: value('type'),
    moreInfo: value('moreInfo'),
    extensions: below('extensions'),
    interactionType,
    correctResponsesPattern: value(...root, 'correctResponsesPattern'),
    ...Object.fromEntries(lists),
  }
  return Object.fromEntries(Object.entries(properties).filter(([, held]) => held !== undefined))
}

const described = (id: string, description: object | undefined) => ({ id, ...(description && { description }) })

/** The facts one step below a path, as a map; undefined where there is none. */
function mapBelow(facts: Facts, start: string[]): Record<string, unknown> | undefined {
  const inside = ({ path }: Fact) =>
    path.length === start.length + 1 && start.every((step, index) => path[index] === step)
  const entries = [...facts.values()].filter(inside).map(({ path, value }) => [path.at(-1) ?? '', value] as const)
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

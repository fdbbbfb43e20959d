import type { CommonShapes } from './common.js'
import type { Edition } from './editions.js'
import { below, isObject, list, object, oneOf, text, type Rule, type Shape } from './shape.js'

/** The component lists that each type of interaction may have (Data 2.4.4.1, Interaction Components). */
const componentLists: Record<string, readonly string[]> = {
  choice: ['choices'],
  sequencing: ['choices'],
  likert: ['scale'],
  matching: ['source', 'target'],
  performance: ['steps'],
  'true-false': [],
  'fill-in': [],
  'long-fill-in': [],
  numeric: [],
  other: [],
}
const allLists = ['choices', 'scale', 'source', 'target', 'steps']

/** An activity with its definition. */
export function activityShape({ clauses: { activity: clause } }: Edition, common: CommonShapes): Shape {
  const { iri, languageMap, extensions } = common
  const components = componentsShape(clause, languageMap)
  const definition = object(
    clause,
    {
      may: {
        name: languageMap,
        description: languageMap,
        type: iri,
        moreInfo: iri,
        extensions,
        interactionType: oneOf(clause, Object.keys(componentLists)),
        correctResponsesPattern: list(clause, text(clause)),
        ...Object.fromEntries(allLists.map((name) => [name, components])),
      },
    },
    interactionRule(clause),
  )
  return object(clause, { must: { id: iri }, may: { objectType: oneOf(clause, ['Activity']), definition } })
}

/** What belongs to an interaction needs its type, and only the lists of that type. */
function interactionRule(clause: string): Rule {
  return (value, path, faults) => {
    const type = value['interactionType']
    const given = ['correctResponsesPattern', ...allLists].filter((name) => Object.hasOwn(value, name))
    if (type === undefined && given.length > 0)
      return faults.add(below(path, 'interactionType'), `missing beside ${given.join(', ')}`, clause)
    const allowed = typeof type === 'string' && Object.hasOwn(componentLists, type) ? componentLists[type] : undefined
    for (const name of given)
      if (allowed && name !== 'correctResponsesPattern' && !allowed.includes(name))
        faults.add(below(path, name), `not for interactions of type ${String(type)}`, clause)
  }
}

function componentsShape(clause: string, languageMap: Shape): Shape {
  const components = list(clause, object(clause, { must: { id: text(clause) }, may: { description: languageMap } }))
  return (value, path, faults) => {
    components(value, path, faults)
    if (!Array.isArray(value)) return
    const ids = value.filter(isObject).map((component) => component['id'])
    if (new Set(ids).size < ids.length) faults.add(path, 'components with the same id', clause)
  }
}

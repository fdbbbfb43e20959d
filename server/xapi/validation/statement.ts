import { activityShape } from './activities.js'
import { agentShapes } from './agents.js'
import { commonShapes } from './common.js'
import { contextShape } from './context.js'
import type { Edition } from './editions.js'
import { isMediaType, isSha2 } from './formats.js'
import {
  below,
  byObjectType,
  isObject,
  list,
  number,
  object,
  oneOf,
  text,
  truth,
  type Properties,
  type Rule,
  type Shape,
} from './shape.js'

/** The verb by which one statement voids another (Data 2.3.2). */
export const voidedVerb = 'http://adlnet.gov/expapi/verbs/voided'

/** The shapes of one edition: of a statement, and of what query parameters hold. */
export interface StatementShapes {
  statement: Shape
  agentOrGroup: Shape
}

export function statementShapes(edition: Edition): StatementShapes {
  const c = edition.clauses
  const common = commonShapes(edition)
  const agents = agentShapes(edition, common)
  const activity = activityShape(edition, common)
  const reference = object(c.statementObject, {
    must: { objectType: oneOf(c.statementObject, ['StatementRef']), id: common.uuid },
  })
  const shared = {
    must: {
      actor: agents.agentOrGroup,
      verb: object(c.verb, { must: { id: common.iri }, may: { display: common.languageMap } }),
    },
    may: {
      result: resultShape(edition, common),
      context: contextShape(edition, { ...common, ...agents, activity, reference }),
      timestamp: common.timestamp,
      attachments: list(c.attachments, attachmentShape(c.attachments, common)),
    },
  }
  const targets = { Activity: activity, Agent: agents.agent, Group: agents.group, StatementRef: reference }
  const subStatement = event(edition, shared, targets, { objectType: oneOf(c.statementObject, ['SubStatement']) })
  const statement = event(
    edition,
    shared,
    { ...targets, SubStatement: subStatement },
    {
      id: common.uuid,
      stored: common.timestamp,
      authority: agents.authority,
      version: text(c.version, 'not a version of a statement that is accepted here', edition.isStatementVersion),
    },
  )
  return { statement, agentOrGroup: agents.agentOrGroup }
}

/** A statement or a sub-statement: who did what, with the object they may have and the properties that it has alone. */
function event(
  { clauses: c }: Edition,
  shared: Required<Properties>,
  targets: Record<string, Shape>,
  own: Record<string, Shape>,
): Shape {
  return object(
    c.statement,
    { must: { ...shared.must, object: byObjectType(c.object, targets, 'Activity') }, may: { ...shared.may, ...own } },
    voidingRule(c.voiding),
    onlyWithActivity(c.context),
  )
}

/** A statement that voids names the one it voids. */
function voidingRule(clause: string): Rule {
  return ({ verb, object: target }, path, faults) => {
    if (!isObject(verb) || verb['id'] !== voidedVerb) return
    if (!isObject(target) || target['objectType'] !== 'StatementRef')
      faults.add(
        below(below(path, 'object'), 'objectType'),
        'a statement that voids must have a StatementRef as its object',
        clause,
      )
  }
}

const noActivities: unknown[] = ['Agent', 'Group', 'StatementRef', 'SubStatement']

/** Revision and platform belong to an activity. */
function onlyWithActivity(clause: string): Rule {
  return ({ object: target, context }, path, faults) => {
    if (!isObject(target) || !isObject(context)) return
    if (!noActivities.includes(target['objectType'])) return
    for (const name of ['revision', 'platform'])
      if (Object.hasOwn(context, name))
        faults.add(`${below(path, 'context')}.${name}`, 'only allowed where the object is an activity', clause)
  }
}

function resultShape({ clauses: c }: Edition, { duration, extensions }: { duration: Shape; extensions: Shape }): Shape {
  const score = object(
    c.score,
    {
      may: {
        scaled: number(c.score, 'not from -1 to 1', (value) => value >= -1 && value <= 1),
        raw: number(c.score),
        min: number(c.score),
        max: number(c.score),
      },
    },
    scoreRule(c.score),
  )
  return object(c.result, {
    may: {
      score,
      success: truth(c.result),
      completion: truth(c.result),
      response: text(c.result),
      duration,
      extensions,
    },
  })
}

function scoreRule(clause: string): Rule {
  return ({ raw, min, max }, path, faults) => {
    if (isNumber(min) && isNumber(max) && min >= max) faults.add(`${path}.min`, 'not less than max', clause)
    if (isNumber(raw) && isNumber(min) && raw < min) faults.add(`${path}.raw`, 'less than min', clause)
    if (isNumber(raw) && isNumber(max) && raw > max) faults.add(`${path}.raw`, 'greater than max', clause)
  }
}

function attachmentShape(clause: string, { iri, languageMap }: { iri: Shape; languageMap: Shape }): Shape {
  return object(clause, {
    must: {
      usageType: iri,
      display: languageMap,
      contentType: text(clause, 'not a media type', isMediaType),
      length: number(clause, 'not a whole number of octets', (value) => Number.isInteger(value) && value >= 0),
      sha2: text(clause, 'not a SHA-2 in hexadecimal', isSha2),
    },
    may: { description: languageMap, fileUrl: iri },
  })
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

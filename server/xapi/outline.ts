import type { EventOf, InCourse, LearningEvent } from './events.js'
import type { Context, Result, StatementObject } from './types.js'
import type { ExtensionName, ActivityTypeName } from './terms.js'
import type { Vocabulary } from './vocabulary.js'

/** What one kind of event says beyond what all say. */
export interface Outline {
  object: StatementObject
  /** What makes this event another than all others of its kind; the statement's id is made of it. */
  key: (string | number)[]
  parent?: StatementObject[]
  attempt?: { id: string; number?: number }
  result?: Result
}

/** The statement's id: the same event has the same id, whoever sends it and however often. */
export function statementId(vocabulary: Vocabulary, event: LearningEvent, outline: Outline): string {
  // Both ends of an attempt share an id, so that no attempt can be both passed and failed.
  const kind = event.kind === 'passed' || event.kind === 'failed' ? 'finished' : event.kind
  return vocabulary.statementId(kind, ...outline.key)
}

/** Says an event in the terms of xAPI. */
export function outlineOf(v: Vocabulary, event: LearningEvent): Outline {
  const is = (type: ActivityTypeName, id: string) => activity(v, type, id)
  switch (event.kind) {
    case 'registered':
      return { object: is('course', v.activity.course(event.course)), key: [event.registration] }
    case 'initialized':
      return initialized(v, event)
    case 'experienced':
    case 'completed':
      return moduleOrCourse(v, event)
    case 'answered':
      return answered(v, event)
    case 'passed':
    case 'failed':
      return finished(v, event)
    case 'earned':
    case 'revoked':
      return certified(v, event)
    case 'affiliated':
    case 'disaffiliated': {
      const { party, agency } = event.affiliation
      return {
        object: is('party', v.activity.party(party)),
        key: [event.account, party, agency, event.at.toISOString()],
      }
    }
  }
}

/** The context that all statements share, and the course's part where there is a course. */
export function contextOf(v: Vocabulary, event: LearningEvent, outline: Outline): Context {
  const course = 'course' in event ? event : undefined
  const { party, agency, status } = event.affiliation
  return {
    ...(course && { registration: course.registration }),
    language: event.language,
    contextActivities: {
      ...(outline.parent && { parent: outline.parent }),
      ...(course && event.kind !== 'registered' && { grouping: [theCourse(v, course)] }),
      category: [activity(v, 'profile', v.profile)],
    },
    extensions: extensions(v, {
      party,
      agency,
      'affiliation-status': status,
      areas: course?.areas,
      'course-version': course?.version,
      attempt: outline.attempt?.id,
      'attempt-number': outline.attempt?.number,
    }),
  }
}

function initialized(v: Vocabulary, event: EventOf<'initialized'>): Outline {
  const { quiz, attempt } = event
  if (quiz === undefined || attempt === undefined) return { object: theCourse(v, event), key: [event.registration] }
  return {
    object: activity(v, 'quiz', v.activity.quiz(event.course, quiz)),
    key: [event.registration, attempt],
    parent: [theCourse(v, event)],
    attempt: { id: attempt },
  }
}

function moduleOrCourse(v: Vocabulary, event: EventOf<'experienced' | 'completed'>): Outline {
  const result = event.kind === 'completed' ? { result: { completion: true } } : {}
  if (event.module === undefined) return { object: theCourse(v, event), key: [event.registration], ...result }
  return {
    object: activity(v, 'module', v.activity.module(event.course, event.module)),
    key: [event.registration, event.module],
    parent: [theCourse(v, event)],
    ...result,
  }
}

/**
 * The definition says the kind of interaction (Data 2.4.4.1) and never its correct responses: whoever may read
 * statements (analysts, partners, forwarded LRSs) would otherwise hold the keys of questions that are still examined.
 */
function answered(v: Vocabulary, event: EventOf<'answered'>): Outline {
  const question = activity(v, 'question', v.activity.question(event.course, event.quiz, event.question))
  return {
    object: { ...question, definition: { ...question.definition, interactionType: event.interaction } },
    key: [event.attempt, event.question],
    parent: [activity(v, 'quiz', v.activity.quiz(event.course, event.quiz))],
    attempt: { id: event.attempt },
    result: {
      score: score(event, event.maxPoints > 0 ? rounded(event.points / event.maxPoints) : undefined),
      success: event.success,
      // The ids of the chosen options in xAPI's form, `a[,]b`; left out where nothing was chosen.
      ...(event.response.length > 0 && { response: event.response.join('[,]') }),
    },
  }
}

function finished(v: Vocabulary, event: EventOf<'passed' | 'failed'>): Outline {
  return {
    object: activity(v, 'quiz', v.activity.quiz(event.course, event.quiz)),
    key: [event.attempt],
    parent: [theCourse(v, event)],
    attempt: { id: event.attempt, number: event.number },
    result: { score: score(event, event.percent / 100), success: event.kind === 'passed' },
  }
}

function certified(v: Vocabulary, event: EventOf<'earned' | 'revoked'>): Outline {
  const values =
    event.kind === 'earned'
      ? { term: event.term, 'valid-until': event.validUntil?.toISOString() }
      : { term: event.term }
  return {
    object: activity(v, 'certificate', v.activity.certificate(event.certificate)),
    key: [event.certificate, event.term ?? 'all'],
    parent: [theCourse(v, event)],
    ...(event.kind === 'earned' && { attempt: { id: event.attempt } }),
    ...(event.term !== undefined && { result: { extensions: extensions(v, values) } }),
  }
}

const theCourse = (v: Vocabulary, { course }: InCourse) => activity(v, 'course', v.activity.course(course))

function activity(v: Vocabulary, type: ActivityTypeName, id: string): StatementObject {
  return { objectType: 'Activity', id, definition: { type: v.activityTypes[type] } }
}

/** `min` and `max` only where they differ, as Data 2.4.5.1 asks. */
function score({ points, maxPoints }: { points: number; maxPoints: number }, scaled: number | undefined) {
  return { ...(scaled !== undefined && { scaled }), raw: points, ...(maxPoints > 0 && { min: 0, max: maxPoints }) }
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000

function extensions(v: Vocabulary, values: Partial<Record<ExtensionName, unknown>>): Record<string, unknown> {
  const given = (Object.keys(values) as ExtensionName[]).filter((name) => values[name] !== undefined)
  return Object.fromEntries(given.map((name) => [v.extensions[name], values[name]]))
}

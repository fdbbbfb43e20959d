import { z } from 'zod'
import type { Origin, StatementQuery } from '../lrs/index.js'
import { isIri, isUuid, type Agent, type Vocabulary } from '../xapi/index.js'
import { agentIn } from './agent-field.js'
import { afterDay } from './credential-schema.js'

/** A text that asks for nothing where it is empty. */
const asked = (isRight: (text: string) => boolean, fault: string) =>
  z
    .string()
    .trim()
    .max(2000)
    .refine((text) => text === '' || isRight(text), fault)
    .transform((text) => text || undefined)
    .optional()

const position = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional()
  .catch(undefined)

const isDay = (text: string) => z.iso.date().safeParse(text).success

/** What the page of statements can be asked for, as its form and its addresses have it. */
export const filterSchema = (iriBase: string) =>
  z.object({
    agent: asked((text) => agentIn(text, iriBase) !== undefined, 'not-an-agent'),
    verb: asked(isIri, 'not-an-iri'),
    /** One of our courses, with all that is in it. */
    course: asked((text) => text.length <= 80, 'invalid'),
    activity: asked(isIri, 'not-an-iri'),
    registration: asked(isUuid, 'not-a-uuid'),
    /** 'platform', or the id of a credential. */
    from: asked((text) => text === 'platform' || isUuid(text), 'not-a-choice'),
    since: asked(isDay, 'not-a-date'),
    until: asked(isDay, 'not-a-date'),
    /** Agents and activities also where they stand around the event, or in a statement within. */
    related: z.literal('yes').optional().catch(undefined),
    before: position,
    after: position,
  })

export type Filter = z.output<ReturnType<typeof filterSchema>>

/**
 * The query that a filter stands for.
 * @param authorityOf the agent that answers for what came from there; undefined: nobody knows the place
 */
export function queryOf(
  filter: Filter,
  { vocabulary, authorityOf }: { vocabulary: Vocabulary; authorityOf: (origin: Origin) => Agent | undefined },
): StatementQuery {
  const { verb, registration, since, until, from, before, after } = filter
  const origin = from === undefined ? undefined : originOf(from)
  const authority = origin && authorityOf(origin)
  const agent = filter.agent === undefined ? undefined : agentIn(filter.agent, vocabulary.iriBase)
  const course = filter.course === undefined ? undefined : vocabulary.activity.course(filter.course)
  const query = {
    ...{ verb, registration, agent, origin, authority, before, after },
    activity: filter.activity ?? course,
    relatedActivities: filter.related === 'yes' || (course !== undefined && filter.activity === undefined),
    relatedAgents: filter.related === 'yes',
    since: since === undefined ? undefined : new Date(Date.parse(`${since}T00:00:00Z`) - 1),
    until: until === undefined ? undefined : new Date(afterDay(until).getTime() - 1),
  }
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as StatementQuery
}

const originOf = (from: string): Origin => (from === 'platform' ? from : `credential:${from}`)

/** The address of the page for a filter, without the language. */
export function addressOf({ before, after, ...filter }: Partial<Filter>): string {
  const given = Object.entries({ ...filter, before, after }).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return query ? `/statements?${query}` : '/statements'
}

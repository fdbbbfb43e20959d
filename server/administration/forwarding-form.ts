import { z } from 'zod'
import type { Parties } from '../accounts/index.js'
import type { Fault } from '../base/errors.js'
import { checkForm } from '../base/http/index.js'
import type { Begin, Forwarding, Target, TargetInput } from '../lrs/index.js'
import { isIri, remoteVersions } from '../xapi/index.js'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

const isTyped = (one: string) => one !== ''
const inLines = (value: string) => value.split(/\r?\n/).map((one) => one.trim())
const inWords = (value: string) => value.split(/[\s,;]+/)

/** A field in which several stand, all of a kind. */
const many = (split: (value: string) => string[], isRight: (one: string) => boolean, fault: string) =>
  z
    .string()
    .max(20_000)
    .default('')
    .transform((value, context) => {
      const list = split(value).filter(isTyped)
      if (!list.every(isRight)) context.addIssue({ code: 'custom', message: fault })
      return list
    })

/** A box that is ticked, several, or none. */
const boxes = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.uuid()).max(200),
)

const begins = ['now', 'start'] as const satisfies Begin[]

/** The form of a target. An empty secret, and an empty beginning, leave both as they are. */
const shape = (parties: Parties) =>
  z.object({
    name: text(120),
    endpoint: text(500),
    // A colon would end it in the header of HTTP Basic authentication.
    key: text(500).regex(/^[^:]*$/, 'invalid'),
    secret: z.string().max(500).default(''),
    version: z.enum(remoteVersions, { error: 'not-a-choice' }),
    origin: z.enum(['own', 'all'], { error: 'not-a-choice' }),
    verbs: many(inLines, isIri, 'not-iris'),
    activities: many(inLines, isIri, 'not-iris'),
    parties: many(inWords, (code) => parties.isKnown(code), 'not-parties'),
    notFrom: boxes,
    begin: z.union([z.enum(begins), z.literal('').transform(() => undefined)], { error: 'not-a-choice' }),
  })

export interface TargetForm {
  input: TargetInput
  secret: string | undefined
  begin: Begin | undefined
}

/**
 * Reads the form of a target.
 * @param present the target that is changed; undefined: a new one
 */
export function readTarget(
  body: unknown,
  uses: { parties: Parties; forwarding: Pick<Forwarding, 'endpointFault'> },
  present: Target | undefined,
): { form: TargetForm; faults?: undefined } | { form?: undefined; faults: Fault[] } {
  const { data, faults } = checkForm(shape(uses.parties), body)
  if (!data) return { faults }
  const { name, endpoint, key, version, secret, begin, ...filter } = data
  const found = [
    fault('endpoint', uses.forwarding.endpointFault(endpoint)),
    fault('secret', isSecretMissing(data, present) ? (present ? 'secret-anew' : 'required') : undefined),
    fault('begin', !present && begin === undefined ? 'not-a-choice' : undefined),
  ].flat()
  if (found.length > 0) return { faults: found }
  return { form: { input: { name, endpoint, key, version, filter }, secret: secret || undefined, begin } }
}

const fault = (field: string, code: string | undefined): Fault[] => (code === undefined ? [] : [{ field, code }])

/** A secret is told again where it would go to another address, and with another key it is another secret. */
const isSecretMissing = (
  { endpoint, key, secret }: { endpoint: string; key: string; secret: string },
  present?: Target,
) => secret === '' && (endpoint !== present?.endpoint || key !== present.key)

/** The fields of a target as the form shows them. */
export const fieldsOf = ({ name, endpoint, key, version, filter }: Target) => ({
  ...{ name, endpoint, key, version, origin: filter.origin, notFrom: filter.notFrom, begin: '' },
  verbs: filter.verbs.join('\n'),
  activities: filter.activities.join('\n'),
  parties: filter.parties.join(' '),
})

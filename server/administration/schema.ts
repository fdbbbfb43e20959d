import { z } from 'zod'
import { agencies, emailField, standings } from '../accounts/index.js'

const required = (maximum: number) => z.string().trim().min(1).max(maximum)

/** A reason that somebody else can understand later. */
const reason = z.string().trim().min(10).max(500)

/** A claim, or what was confirmed. */
const place = z.object({ party: required(20), agency: z.enum(agencies) })

/** A list of which the form may send one, several or none. */
export const several = z.preprocess(
  (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.string().max(80)).max(200),
)

/** A text of a query; an empty one asks for nothing. */
const asked = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .transform((text) => text || undefined)
    .optional()
    .catch(undefined)

export const schemas = {
  /** What the address of a list may ask for; anything else is its beginning. */
  list: z.object({
    show: z.enum(standings).optional().catch(undefined),
    /** Those who wait in all Parties. */
    list: z.literal('waiting').optional().catch(undefined),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
    party: z.string().max(20).optional().catch(undefined),
    q: z.string().trim().max(120).optional().catch(undefined),
  }),
  reason: z.object({ reason }),
  /** Where the person works as the page showed it. */
  place,
  back: z.object({ back: z.string().optional().catch(undefined) }),
  appointment: z.object({ party: required(20), email: emailField }),
  /** Whose code: on a page with another form's e-mail address, a field with a name of its own. */
  code: z.object({ whom: emailField }),
  grant: z
    .object({
      email: emailField,
      role: z.enum(['trainer', 'secretariat', 'administrator'], { error: 'not-a-choice' }),
      courses: several,
    })
    .refine(({ role, courses }) => role !== 'trainer' || courses.length > 0, {
      path: ['courses'],
      error: 'no-courses',
    }),
  taking: z.object({ role: z.enum(['trainer', 'focal-point', 'secretariat', 'administrator']) }),
  /** What the address of the audit may ask for; anything else is everything. */
  audit: z.object({
    before: asked(60),
    action: asked(60),
    by: asked(60),
    about: asked(80),
    until: z.iso.date().optional().catch(undefined),
  }),
  account: z.uuid(),
  invitation: z.string().regex(/^[0-9a-f]{64}$/),
}

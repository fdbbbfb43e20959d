import { z } from 'zod'
import { languageSchema } from '../base/languages.js'

/** A code as it stands in an address, or as somebody typed it; what it means, `readCode` says. */
export const codeSchema = z.string().max(200)

/** The form that asks for a code; without one it is the form itself, with an empty one it was sent too early. */
export const verifySchema = z.object({ code: codeSchema.trim().optional() })

export const downloadSchema = z.object({ code: codeSchema, language: languageSchema })

export const scoreSchema = z.object({ show: z.enum(['yes', 'no']) })

/** The reason is shown to the public, so it must say something. */
export const revocationSchema = z.object({ reason: z.string().trim().min(1).min(10).max(500) })

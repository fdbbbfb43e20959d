import { z } from 'zod'

/** An attempt's id. */
export const attemptIdSchema = z.uuid()

/** Answers as they come in: their shape only; whether they fit the attempt is checked against it. */
export const answersSchema = z.record(z.string().min(1).max(100), z.array(z.string().min(1).max(100)).max(50))

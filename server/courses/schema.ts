import { z } from 'zod'

/** The address of a picture. That it exists is asked of the course; this keeps what is asked short. */
export const mediaParams = z.object({
  course: z.string().max(60),
  version: z.string().max(20),
  file: z.string().max(120),
})

import { isDuplicate } from '../base/database/index.js'

/** @returns what `write` answers; false where a unique key is taken, and nothing was written */
export async function unlessTaken(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write()
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

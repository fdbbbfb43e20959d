import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Walks up to the folder that holds package.json: the sources and the built files lie at different depths. */
function findRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from))
}

/** The project's folder, which holds `courses/`, `views/` and `locales/`. */
export const projectRoot = findRoot(dirname(fileURLToPath(import.meta.url)))

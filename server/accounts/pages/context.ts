import type { Accounts } from '../accounts.js'
import type { Eraser, Exporter } from '../own-data.js'
import type { Schemas } from '../schema.js'
import type { Person } from '../types.js'

/** What the pages of this module share. */
export interface PagesContext {
  accounts: Accounts
  schemas: Schemas
  /** The path, without language, of a person's first page after signing in. */
  home: (person: Person) => string
  /** What other modules add to the export of one's own data, and erase. */
  exporters: Exporter[]
  erasers: Eraser[]
}

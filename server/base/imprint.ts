/** Who runs an installation, and how people reach them; the operator's own choice, and so perhaps not there. */
export interface Imprint {
  operator?: string | undefined
  /** An e-mail address, or an https address. */
  contact?: string | undefined
}

/** Where a contact leads. */
export const hrefOf = (contact: string): string => (contact.startsWith('https:') ? contact : `mailto:${contact}`)

/** In how much detail statements are sent (the parameter `format`). */
export const formats = ['ids', 'exact', 'canonical'] as const

export type Format = (typeof formats)[number]

/** How the statements of an answer are written. */
export interface Output {
  format: Format
  /** Whether the data of their attachments follow them. */
  attachments: boolean
}

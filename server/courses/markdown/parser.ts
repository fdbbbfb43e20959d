import createMarkdownIt, { type MarkdownIt } from 'markdown-it'
import container from 'markdown-it-container'
import { figures } from './figures.js'
import { sections } from './sections.js'
import { tables } from './tables.js'

/** The boxes of a module's text, `::: example Title`; the platform gives the other two their titles. */
export const boxes = ['example', 'doubt', 'remember'] as const
export type Box = (typeof boxes)[number]

/**
 * The one grammar of a course's markdown: CommonMark with tables, boxes and figures.
 * @param options.html tells HTML apart so that a check can refuse it; what renders leaves it off, and it stays text
 */
export function createParser({ html }: { html: boolean }): MarkdownIt {
  const parser = createMarkdownIt({ html, linkify: false, typographer: false })
  for (const box of boxes) parser.use(container, box)
  return parser.use(figures).use(sections).use(tables)
}

/** The kind of box that a token opens or closes. */
export const boxOf = (type: string): Box | undefined =>
  boxes.find((box) => type === `container_${box}_open` || type === `container_${box}_close`)

/** A box's title as its author wrote it (markdown); empty where there is none. */
export const boxTitle = (box: Box, info: string): string => info.trim().slice(box.length).trim()

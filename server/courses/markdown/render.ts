import type { Env, MarkdownIt, RendererRule, Token } from 'markdown-it'
import type { Translate } from '../../base/i18n.js'
import { keepCitations } from './no-break.js'
import { boxTitle, boxes, createParser, type Box } from './parser.js'
import { sanitize } from './sanitize.js'
import { plainText } from './sections.js'

/** A picture in one language, as a page shows it. */
export interface PictureView {
  src: string
  width: number
  height: number
  alt: string
  /** Markdown of one line. */
  caption: string
  /** Markdown: teaches the same as the picture. */
  description: string
  credit: string
}

/** What a text needs around it: the words of its language, and the pictures that it names. */
export interface RenderContext {
  t: Translate
  picture(id: string): PictureView | undefined
}

export interface Rendered {
  /** Sanitized HTML. */
  html: string
  /** The level-2 headings, whose ids are anchors in `html`. */
  sections: { id: string; title: string }[]
}

export interface MarkdownRenderer {
  /** A module's text. */
  page(markdown: string, context: RenderContext): Rendered
  /** A text of one paragraph, without the paragraph: for labels and legends. */
  line(markdown: string): string
}

/** Where the renderer is in a text: the numbers given so far and the section it is in. */
interface Progress extends Env {
  context: RenderContext
  sections: Rendered['sections']
  boxes: number
  tables: number
}

export function createRenderer(): MarkdownRenderer {
  const parser = createParser({ html: false })
  Object.assign(parser.renderer.rules, {
    heading_open: heading,
    table_open: tableOpen,
    table_close: () => '</table></div>\n',
    link_open: link,
    text,
    image: words,
    figure: figure(parser),
    ...Object.fromEntries(
      boxes.flatMap((box) => [
        [`container_${box}_open`, boxOpen(parser, box)],
        [`container_${box}_close`, () => '</section>\n'],
      ]),
    ),
  } satisfies Record<string, RendererRule>)
  return {
    page(markdown, context) {
      const progress: Progress = { context, sections: [], boxes: 0, tables: 0 }
      const html = parser.render(markdown, progress)
      return { html: sanitize(html), sections: progress.sections }
    },
    line: (markdown) => sanitize(parser.renderInline(markdown)),
  }
}

/** Markdown-it hands its environment through untyped; `page` above is the only one that makes it. */
const progressOf = (env: Env | undefined) => env as Progress

const at = (tokens: Token[], place: number): Token => {
  const token = tokens[place]
  if (!token) throw new RangeError(`There is no token ${place}`)
  return token
}

const heading: RendererRule = (tokens, place, options, env, self) => {
  const token = at(tokens, place)
  if (token.tag === 'h2')
    progressOf(env).sections.push({ id: String(token.attrGet('id')), title: plainText(tokens[place + 1]) })
  return self.renderToken(tokens, place, options)
}

/** A wide table scrolls by itself; with the keyboard too, so it takes the focus and needs a name of its own. */
const tableOpen: RendererRule = (tokens, place, options, env, self) => {
  const progress = progressOf(env)
  progress.tables += 1
  const section = progress.sections.at(-1)?.title
  const label = section
    ? progress.context.t('courses:tableIn', { number: progress.tables, section })
    : progress.context.t('courses:table', { number: progress.tables })
  return `<div class="table-scroll" tabindex="0" role="region" aria-label="${escape(label)}">${self.renderToken(tokens, place, options)}`
}

const text: RendererRule = (tokens, place) => escape(keepCitations(at(tokens, place).content))

const link: RendererRule = (tokens, place, options, _env, self) => {
  const token = at(tokens, place)
  if (!String(token.attrGet('href')).startsWith('#')) token.attrSet('rel', 'noopener')
  return self.renderToken(tokens, place, options)
}

/** A picture within a line is a fault that the check finds; its words are shown and no address is asked for it. */
const words: RendererRule = (tokens, place) => escape(at(tokens, place).content)

const boxOpen =
  (parser: MarkdownIt, box: Box): RendererRule =>
  (tokens, place, _options, env) => {
    const progress = progressOf(env)
    progress.boxes += 1
    const id = `box-${progress.boxes}`
    const level = progress.sections.length > 0 ? 'h3' : 'h2'
    const kind = escape(progress.context.t(`courses:box.${box}`))
    const title = parser.renderInline(boxTitle(box, at(tokens, place).info))
    const heading = title === '' ? kind : `<span class="box-kind">${kind}</span> ${title}`
    return `<section class="box box-${box}" aria-labelledby="${id}"><${level} class="box-title" id="${id}">${heading}</${level}>\n`
  }

const figure =
  (parser: MarkdownIt): RendererRule =>
  (tokens, place, _options, env) => {
    const progress = progressOf(env)
    const picture = progress.context.picture(at(tokens, place).content)
    if (!picture) return ''
    const { src, width, height, alt, caption, credit } = picture
    return [
      `<figure class="figure"><a class="figure-file" href="${escape(src)}"><img src="${escape(src)}" width="${width}" height="${height}" alt="${escape(alt)}" loading="lazy" decoding="async">`,
      `<span>${escape(progress.context.t('courses:figureFile'))}</span></a>`,
      `<figcaption><p>${parser.renderInline(caption)}</p><p class="meta">${escape(credit)}</p></figcaption></figure>`,
      `<details class="figure-text"><summary>${escape(progress.context.t('courses:figureText'))}</summary>`,
      `${parser.render(picture.description, progress)}</details>\n`,
    ].join('')
  }

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

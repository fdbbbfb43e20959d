import sanitizeHtml from 'sanitize-html'

const tableRole = {
  name: 'role',
  values: ['table', 'rowgroup', 'row', 'cell', 'columnheader', 'rowheader'],
}

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'strong', 'em', 's', 'code', 'blockquote', 'ul', 'ol', 'li', 'h2', 'h3', 'a', 'span'],
    ...['div', 'section', 'figure', 'figcaption', 'img', 'details', 'summary'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    div: ['tabindex', 'role', 'aria-label', 'lang', 'dir'],
    span: ['lang', 'dir'],
    h2: ['id'],
    h3: ['id'],
    img: ['src', 'alt', 'width', 'height', 'loading', 'decoding'],
    ol: ['start'],
    section: ['aria-labelledby'],
    table: [tableRole],
    thead: [tableRole],
    tbody: [tableRole],
    tr: [tableRole],
    td: [tableRole, 'data-label'],
    th: [tableRole, 'scope'],
  },
  allowedClasses: {
    a: ['figure-file'],
    div: ['table-scroll'],
    details: ['figure-text'],
    figure: ['figure'],
    h2: ['box-title'],
    h3: ['box-title'],
    p: ['meta'],
    section: ['box', 'box-*'],
    span: ['box-kind'],
    table: ['stacked'],
  },
  allowedSchemes: ['https'],
  allowProtocolRelative: false,
  // Pictures come from this server's media route and from nowhere else.
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src']?.startsWith('/media/'),
}

/**
 * The last gate before authors' words become part of a page: only what the renderer makes passes. HTML in markdown is
 * off already; this holds where the parser, or a plugin of it, has a fault.
 */
export const sanitize = (html: string): string => sanitizeHtml(html, options)

import { extname } from 'node:path'
import type { Language } from '../../base/languages.js'
import type { Report } from '../package/faults.js'
import type { CoursePackage } from '../package/parse.js'
import { pictureWords } from '../package/schema.js'
import { placedTokens, type ModuleDocument } from './document.js'
import { unsafeParts } from './drawing.js'
import { checkInline, checkLine } from './inline.js'
import { checkPlain } from './plain.js'

/** Pictures: a file, an alternative text, a caption and a description in every language; safe files; none left over. */
export function checkMedia(source: CoursePackage, documents: ModuleDocument[], report: Report): void {
  const { media, course } = source
  const used = new Set(documents.flatMap(({ tokens }) => tokens.flatMap(({ token }) => pictureIn(token))))
  for (const [id, picture] of Object.entries(media.data)) {
    if (documents.length > 0 && !used.has(id)) report(media.file, media.lineOf([id]), 'unused-picture', { id })
    checkPlain(media, picture.alt, [id, 'alt'], report)
    for (const language of course.data.languages) checkPicture(source, id, language, report)
  }
  checkPictureFiles(source, report)
}

const pictureIn = ({ type, content }: { type: string; content: string }) => (type === 'figure' ? [content] : [])

function checkPicture({ media, files }: CoursePackage, id: string, language: Language, report: Report): void {
  const picture = media.data[id]
  if (!picture) return
  for (const key of pictureWords)
    if (picture[key][language] === undefined)
      report(media.file, media.lineOf([id, key]), `picture-without-${key}`, { id, language })
  const line = (key: string) => media.lineOf([id, key, language])
  const [caption, description, name] = [
    picture.caption[language],
    picture.description[language],
    picture.file[language],
  ]
  if (caption !== undefined) checkLine(caption, media.file, line('caption'), report)
  if (description !== undefined) checkDescription(description, media.file, line('description'), report)
  if (name !== undefined && !files.has(`media/${name}`))
    report(media.file, line('file'), 'picture-file-missing', { id, name })
}

/** A description teaches in words, lists and tables; headings, boxes and pictures would tear the page's outline. */
function checkDescription(markdown: string, file: string, line: number, report: Report): void {
  for (const { token } of placedTokens(markdown, line)) {
    if (/^(heading_open|container_\w+_open|figure|fence|code_block|hr)$/.test(token.type))
      report(file, line, 'not-in-format', { found: token.markup || token.content || token.info })
    if (token.type === 'html_block') report(file, line, 'html', { found: token.content.trim() })
    if (token.type === 'inline') checkInline({ token, line }, file, new Set(), report)
  }
}

function checkPictureFiles({ media, files }: CoursePackage, report: Report): void {
  const names = new Set(Object.values(media.data).flatMap(({ file }) => Object.values(file)))
  for (const name of names) {
    const [file, content] = [`media/${name}`, files.get(`media/${name}`)]
    if (!content) continue
    if (!signatures[extname(name)]?.(content)) report(file, 1, 'picture-type', { name })
    if (extname(name) === '.svg')
      unsafeParts(content.toString('utf8')).forEach(({ line, found }) =>
        report(file, line, 'unsafe-picture', { found }),
      )
  }
}

/** How a file of each type begins. */
const signatures: Record<string, (content: Buffer) => boolean> = {
  '.svg': (content) => /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<svg[\s>]/.test(content.toString('utf8')),
  '.png': (content) => content.subarray(0, 4).toString('latin1') === '\u0089PNG',
  '.jpg': (content) => content.subarray(0, 3).toString('hex') === 'ffd8ff',
  '.webp': (content) => /^RIFF[^]{4}WEBP/.test(content.subarray(0, 12).toString('latin1')),
}

import type { Language } from '../../base/languages.js'
import type { PictureView } from '../markdown/render.js'
import type { MediaFile } from '../package/schema.js'
import type { Course, ModulePage } from '../types.js'
import { inLanguage, marked } from './fallback.js'
import type { Reading } from './reading.js'

/** The markdown of the modules by language and slug, and the pictures. */
interface Source {
  bodies: ReadonlyMap<Language, ReadonlyMap<string, string>>
  media: MediaFile
}

/** Makes a course's module pages, each once a language: they are what learners ask for most. */
export function modulePages(course: Course, source: Source, reading: Reading) {
  const made = new Map<string, ModulePage>()
  return (module: string, language: Language): ModulePage | undefined => {
    const key = `${language}/${module}`
    const page = made.get(key) ?? render(course, source, reading, module, language)
    if (page) made.set(key, page)
    return page
  }
}

function render(course: Course, source: Source, { renderer, t }: Reading, module: string, asked: Language) {
  const found = inLanguage(source.bodies, asked, (bodies) => bodies.get(module))
  if (!found) return undefined
  const { language, value } = found
  const picture = (id: string) => pictureView(course, source.media, id, { language, t })
  const { html, sections } = renderer.page(value, { t: t[language], picture })
  return { module, language, sections, html: marked(html, 'div', language, asked) }
}

/** The address of a file of a course's `media/`, which never changes its content. */
export const mediaAddress = (course: Pick<Course, 'id' | 'version'>, file: string): string =>
  `/media/${course.id}/${course.version}/${file}`

/** Where the College drew a picture itself, the credit names it in the reader's language. */
function pictureView(
  course: Course,
  media: MediaFile,
  id: string,
  { language, t }: { language: Language; t: Reading['t'] },
): PictureView | undefined {
  const picture = Object.hasOwn(media, id) ? media[id] : undefined
  if (!picture) return undefined
  const { file, alt, caption, description, width, height, author, licence } = picture
  const words = { file: file[language], alt: alt[language], caption: caption[language] }
  return {
    ...{ width, height },
    src: mediaAddress(course, words.file ?? ''),
    alt: words.alt ?? '',
    caption: words.caption ?? '',
    description: description[language] ?? '',
    credit: `${author === t.en('common:site') ? t[language]('common:site') : author}, ${licence}`,
  }
}

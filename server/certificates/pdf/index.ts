import type { Translate } from '../../base/i18n.js'
import type { Language } from '../../base/languages.js'
import { present } from '../terms.js'
import type { Certificate } from '../types.js'
import { drawPaper } from './paper.js'
import { runsOf } from './runs.js'
import { openTypefaces, type HanForms, type Typefaces } from './typefaces.js'
import { paperWords } from './words.js'

export interface Paper {
  /** Whether the fonts show every character of a name. */
  canShow(name: string): boolean
  /**
   * The certificate as a PDF file; the same certificate gives the same bytes.
   * @throws Error where a character cannot be shown: ask `canShow` first
   */
  draw(certificate: Certificate, options: { language: Language; address: string; t: Translate }): Promise<Buffer>
}

export function createPaper(): Paper {
  let opened: Typefaces | undefined
  const typefaces = () => (opened ??= openTypefaces())
  return {
    canShow: (name) => runsOf(name, typefaces(), 'display', 'chinese') !== undefined,
    draw(certificate, options) {
      const { issuedAt } = present(certificate)
      const words = paperWords(certificate, options)
      return drawPaper(words, { typefaces: typefaces(), han: hanForms(certificate), moment: issuedAt })
    },
  }
}

function hanForms(certificate: Certificate): HanForms {
  const { name = '', affiliation } = present(certificate)
  const isJapanese = affiliation.party === 'JP' || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name)
  return isJapanese ? 'japanese' : 'chinese'
}

import type { I18n } from '../../base/i18n.js'
import type { MarkdownRenderer } from '../markdown/render.js'

/** What reading a version takes besides its files. */
export interface Reading {
  renderer: MarkdownRenderer
  t: I18n['t']
}

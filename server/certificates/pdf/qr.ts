import qrcode from 'qrcode'
import type { Box } from './guilloche.js'

/**
 * Draws a QR code as vector paths: each row of dark modules as rectangles, in one path.
 * @param box its quiet zone is outside: leave four modules of white around it
 */
export function qrCode(doc: PDFKit.PDFDocument, text: string, { x, y, width }: Box, color: string): void {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const unit = width / modules.size
  for (let row = 0; row < modules.size; row++) {
    let start: number | undefined
    for (let column = 0; column <= modules.size; column++) {
      const dark = column < modules.size && modules.get(row, column) === 1
      if (dark) start ??= column
      else if (start !== undefined) {
        doc.rect(x + start * unit, y + row * unit, (column - start) * unit, unit)
        start = undefined
      }
    }
  }
  doc.fill(color)
}

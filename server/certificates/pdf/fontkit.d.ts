/**
 * The part of fontkit (pdfkit's font engine, which brings no types) that is used here: which letters a font can show, and
 * which glyphs, from left to right, it draws a text with.
 */
declare module 'fontkit' {
  export interface Font {
    hasGlyphForCodePoint(codePoint: number): boolean
    layout(text: string, features: string[]): { glyphs: { codePoints: number[] }[]; direction: 'ltr' | 'rtl' }
  }
  export function create(data: Uint8Array): Font
}

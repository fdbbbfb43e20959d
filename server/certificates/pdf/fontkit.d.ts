/** The part of fontkit (pdfkit's font engine, which brings no types) that is used here: which letters a font can show. */
declare module 'fontkit' {
  export interface Font {
    hasGlyphForCodePoint(codePoint: number): boolean
  }
  export function create(data: Uint8Array): Font
}

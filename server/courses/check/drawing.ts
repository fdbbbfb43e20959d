/**
 * What makes a drawing act or reach out: scripts, handlers, foreign content, entities, addresses outside itself. Styles,
 * too: the headers under which pictures are sent allow none, and a drawing says its colours in attributes of their own.
 */
const unsafe = [
  /<\s*(?:script|foreignObject|iframe|object|embed|audio|video|handler|set|style|animate\w*)\b/gi,
  /<!(?:DOCTYPE|ENTITY)/gi,
  /[\s"'/](?:on\w+|style)\s*=/gi,
  /@import|javascript:|expression\s*\(|xml:base/gi,
  /\bhref\s*=(?!\s*["']?\s*#)/gi,
  /url\((?!\s*["']?\s*#)/gi,
]

/**
 * Finds what a drawing (SVG) must not hold. The check is for authors; readers are kept safe by the headers under which
 * pictures are sent.
 * @returns the places found, with their lines
 */
export function unsafeParts(source: string): { line: number; found: string }[] {
  return unsafe.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(({ index, 0: found }) => ({
      line: source.slice(0, index + (found.length - found.trimStart().length)).split('\n').length,
      found: found.trim(),
    })),
  )
}

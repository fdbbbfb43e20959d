/**
 * A path of this site to go back to, as somebody else may have written it: only its path and query, and nothing at
 * all where a browser could read another site's address in it.
 * @returns undefined for anything but a relative path of at most 500 characters
 */
export function safePath(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 500) return undefined
  // Browsers take '\' for '/', and skip tabs and line ends: '/\evil.example' and '/<tab>/evil.example' leave the site.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(value) || value.includes('\\')) return undefined
  if (!URL.canParse(value, base)) return undefined
  const url = new URL(value, base)
  if (url.origin !== base) return undefined
  const path = `${url.pathname}${url.search}`
  // '/./' and the like may fold into a leading '//'.
  return path.startsWith('//') ? undefined : path
}

const base = 'http://this.site.invalid'

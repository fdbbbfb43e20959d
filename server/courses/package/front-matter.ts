/** A module's file in its two parts. Lines count from 1. */
export interface FrontMatterParts {
  /** What stands between the two lines of dashes; its first line is line 2 of the file. */
  yaml: string
  body: string
  bodyLine: number
}

/** Takes the front matter off a markdown file; undefined where there is none or it does not end. */
export function splitFrontMatter(text: string): FrontMatterParts | undefined {
  const match = /^---[ \t]*\r?\n([\s\S]*?\n)??---[ \t]*(?:\r?\n|$)/.exec(text)
  if (!match) return undefined
  return {
    yaml: match[1] ?? '',
    body: text.slice(match[0].length),
    bodyLine: match[0].split('\n').length,
  }
}

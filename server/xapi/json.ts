import { editions, type XapiVersion } from './validation/editions.js'
import { below, type StatementFault } from './validation/shape.js'

/** How deep JSON may be nested. Real statements stay under ten; what is kept must never exhaust a reader's stack. */
export const deepestJson = 100

const limit = "this server's limit"

/**
 * Reads JSON strictly: beside what `JSON.parse` refuses, a key that stands twice in one object, nesting beyond
 * `deepestJson` and numbers that no double holds are faults, because each would silently change what was sent.
 * @param version whose clauses the faults name
 */
export function readJson(
  text: string,
  version: XapiVersion = '1.0.3',
): { value: unknown } | { faults: StatementFault[] } {
  const clause = editions[version].clauses.format
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return {
      faults: [{ path: '', rule: `not JSON: ${(error as Error).message.slice(0, 200)}`, clause }],
    }
  }
  const fault = firstFault(text, clause)
  return fault ? { faults: [fault] } : { value }
}

/** An object or array that is open at a place of the text. */
interface Open {
  /** The keys met so far; undefined in an array. */
  keys: Set<string> | undefined
  /** The present key, or the number of commas met. */
  key: string
  index: number
}

const [quote, backslash, comma, minus, zero, nine] = [34, 92, 44, 45, 48, 57]
const [openBrace, closeBrace, openBracket, closeBracket] = [123, 125, 91, 93]
const numberAt = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Walks a text that is known to be JSON, looking only at what `JSON.parse` lets pass. */
function firstFault(text: string, clause: string): StatementFault | undefined {
  const walk = new Walk(text, clause)
  while (walk.at < text.length && walk.fault === undefined) walk.step()
  return walk.fault
}

class Walk {
  at = 0
  fault: StatementFault | undefined
  private readonly open: Open[] = []
  private expectsKey = false

  constructor(
    private readonly text: string,
    private readonly clause: string,
  ) {}

  step(): void {
    const character = this.text.charCodeAt(this.at)
    switch (character) {
      case quote:
        return this.string()
      case openBrace:
        return this.enter(new Set())
      case openBracket:
        return this.enter(undefined)
      case closeBrace:
      case closeBracket:
        return this.leave()
      case comma:
        return this.next()
      default:
        if (character === minus || (character >= zero && character <= nine)) this.number()
        else this.at += 1
    }
  }

  private string(): void {
    const end = endOfString(this.text, this.at)
    const keys = this.expectsKey ? this.open.at(-1)?.keys : undefined
    if (keys) this.key(keys, keyIn(this.text, this.at, end))
    this.at = end
  }

  private key(keys: Set<string>, key: string): void {
    const inside = this.open.at(-1)
    if (inside) inside.key = key
    if (keys.has(key)) this.tell('stands more than once in its object', this.clause)
    keys.add(key)
    this.expectsKey = false
  }

  private enter(keys: Set<string> | undefined): void {
    if (this.open.length === deepestJson) this.tell(`nested deeper than ${deepestJson} levels`, limit)
    this.open.push({ keys, key: '', index: 0 })
    this.expectsKey = keys !== undefined
    this.at += 1
  }

  private leave(): void {
    this.open.pop()
    this.expectsKey = false
    this.at += 1
  }

  private next(): void {
    const inside = this.open.at(-1)
    if (inside) inside.index += 1
    this.expectsKey = inside?.keys !== undefined
    this.at += 1
  }

  private number(): void {
    numberAt.lastIndex = this.at
    const token = numberAt.exec(this.text)?.[0] ?? ''
    if (!Number.isFinite(Number(token))) this.tell('a number beyond what can be kept', this.clause)
    this.at += Math.max(token.length, 1)
  }

  /** The path is told to a dozen levels: enough to find the place. */
  private tell(rule: string, of: string): void {
    const step = (path: string, { keys, key, index }: Open) => (keys ? below(path, key) : `${path}[${index}]`)
    this.fault = { path: this.open.slice(0, 12).reduce(step, ''), rule, clause: of }
  }
}

/** The place behind the closing quotation mark of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes += 1
  return slashes % 2 === 1
}

/** The key between two places; escapes are resolved, because `"\u0061"` and `"a"` are one key. */
function keyIn(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1)
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw
}

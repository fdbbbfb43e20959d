/** One fault: where (`actor.mbox`), what is wrong, and the document and clause that say so. */
export interface StatementFault {
  path: string
  rule: string
  clause: string
}

/** Beyond this many faults no more are told: a hostile input must not make the answer larger than itself. */
const mostFaults = 100

/** Collects the faults of one statement. */
export class Faults {
  readonly list: StatementFault[] = []

  add(path: string, rule: string, clause: string): void {
    if (this.list.length < mostFaults) this.list.push({ path, rule, clause })
  }
}

/** Looks at a value and tells all its faults. */
export type Shape = (value: unknown, path: string, faults: Faults) => void

/** A rule about an object as a whole, asked after its properties. */
export type Rule = (value: JsonObject, path: string, faults: Faults) => void

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The path of a property; a key that is no plain word is quoted, and cut where it is very long. */
export function below(path: string, key: string): string {
  if (/^[A-Za-z_]\w{0,60}$/.test(key)) return path === '' ? key : `${path}.${key}`
  return `${path}[${JSON.stringify(key.length > 100 ? `${key.slice(0, 100)}…` : key)}]`
}

/** A fault as it is told of a value that stands at `path` in something larger. */
export function moved(fault: StatementFault, path: string): StatementFault {
  const separator = path === '' || fault.path === '' || fault.path.startsWith('[') ? '' : '.'
  return { ...fault, path: `${path}${separator}${fault.path}` }
}

/** A text, of a format where one is given. `rule` is what is said when it is not. */
export const text =
  (clause: string, rule = 'not a string', isRight: (value: string) => boolean = () => true): Shape =>
  (value, path, faults) => {
    if (typeof value !== 'string') faults.add(path, 'not a string', clause)
    else if (!isRight(value)) faults.add(path, rule, clause)
  }

export const oneOf = (clause: string, values: readonly string[]): Shape =>
  text(clause, `not one of ${values.join(', ')}`, (value) => values.includes(value))

export const truth =
  (clause: string): Shape =>
  (value, path, faults) => {
    if (typeof value !== 'boolean') faults.add(path, 'not a boolean', clause)
  }

export const number =
  (clause: string, rule = 'not a number', isRight: (value: number) => boolean = () => true): Shape =>
  (value, path, faults) => {
    if (typeof value !== 'number') faults.add(path, 'not a number', clause)
    else if (!isRight(value)) faults.add(path, rule, clause)
  }

export const list =
  (clause: string, item: Shape): Shape =>
  (value, path, faults) => {
    if (!Array.isArray(value)) return faults.add(path, 'not an array', clause)
    for (const [index, element] of value.entries()) item(element, `${path}[${index}]`, faults)
  }

/** An object whose keys are data: each key has a format, each value a shape (none: anything). */
export const map =
  (clause: string, rule: string, isKey: (key: string) => boolean, item?: Shape): Shape =>
  (value, path, faults) => {
    if (!isObject(value)) return faults.add(path, 'not an object', clause)
    for (const key of Object.keys(value)) {
      if (!isKey(key)) faults.add(below(path, key), rule, clause)
      item?.(value[key], below(path, key), faults)
    }
  }

/** Properties that must be there and properties that may; no others. */
export interface Properties {
  must?: Record<string, Shape>
  may?: Record<string, Shape>
}

/** An object with exactly the named properties, then the rules about it as a whole. */
export function object(clause: string, { must = {}, may = {} }: Properties, ...rules: Rule[]): Shape {
  const shapes = new Map(Object.entries({ ...must, ...may }))
  const required = Object.keys(must)
  return (value, path, faults) => {
    if (!isObject(value)) return faults.add(path, 'not an object', clause)
    for (const key of Object.keys(value)) {
      const shape = shapes.get(key)
      if (shape) shape(value[key], path === '' ? key : `${path}.${key}`, faults)
      else faults.add(below(path, key), 'not a property that is allowed here', clause)
    }
    for (const key of required) if (!Object.hasOwn(value, key)) faults.add(below(path, key), 'missing', clause)
    for (const rule of rules) rule(value, path, faults)
  }
}

/** One of several shapes, told apart by `objectType`; without one, the default's. */
export function byObjectType(clause: string, shapes: Record<string, Shape>, byDefault: string): Shape {
  const kinds = new Map(Object.entries(shapes))
  return (value, path, faults) => {
    if (!isObject(value)) return faults.add(path, 'not an object', clause)
    const type = Object.hasOwn(value, 'objectType') ? value['objectType'] : byDefault
    const shape = typeof type === 'string' ? kinds.get(type) : undefined
    if (shape) shape(value, path, faults)
    else faults.add(below(path, 'objectType'), `not one of ${[...kinds.keys()].join(', ')}`, clause)
  }
}

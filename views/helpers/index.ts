import Handlebars, { type HelperDeclareSpec, type HelperOptions } from 'handlebars'
import type { Fault } from '../../server/base/errors.js'
import { formats } from './formats.js'

/** What every template's root holds (server/base/http/page.ts). */
interface Root {
  language: 'en' | 'fr' | 'es'
  t: (key: string, params?: Record<string, unknown>) => string
  link: (path: string) => string
  assetUrl: (name: string) => string
  csrfToken: () => string
}

const root = (options: HelperOptions): Root => options.data.root as Root
const escape = (value: unknown) => Handlebars.escapeExpression(value as string)
const html = (text: string) => new Handlebars.SafeString(text)
/** The arguments of a helper without Handlebars' options, which come last. */
const values = (args: unknown[]) => args.slice(0, -1)

export const helpers: HelperDeclareSpec = {
  ...formats,

  /** {{t "accounts:signIn.title" name=person.name}}: a text in the reader's language. */
  t: (key: string, options: HelperOptions) => root(options).t(key, options.hash),

  /** {{rich "common:cookies" href=(link "/privacy")}}: a text of ours that holds markup; what is put in is escaped. */
  rich: (key: string, options: HelperOptions) =>
    html(
      root(options).t(
        key,
        Object.fromEntries(Object.entries(options.hash).map(([name, value]) => [name, escape(value)])),
      ),
    ),

  /** {{link "/courses/" course.id}}: an address in the reader's language. */
  link: (...args: unknown[]) => root(args.at(-1) as HelperOptions).link(values(args).join('')),

  /** {{asset "site.css"}}: the address of a style sheet, a script or a picture. */
  asset: (name: string, options: HelperOptions) => root(options).assetUrl(name),

  /** {{csrf}} inside every form that posts. */
  csrf: (options: HelperOptions) =>
    html(`<input type="hidden" name="_csrf" value="${escape(root(options).csrfToken())}">`),

  /** {{#if (eq a b)}} */
  eq: (a: unknown, b: unknown) => a === b,
  not: (a: unknown) => !a,
  or: (...args: unknown[]) => values(args).find(Boolean),
  and: (...args: unknown[]) => values(args).every(Boolean),
  /** {{#if (has list value)}} */
  has: (list: unknown[] | undefined, value: unknown) => list?.includes(value) ?? false,
  /** {{concat "a" b}} */
  concat: (...args: unknown[]) => values(args).join(''),
  /** {{inc @index}}: people count from one. */
  inc: (n: number) => n + 1,
  /** A list for a partial: {{> x items=(list a b)}} */
  list: (...args: unknown[]) => values(args),

  /** {{#with (fault-of faults "email")}}: the text of a field's fault. */
  'fault-of': (faults: Fault[] | undefined, field: string, options: HelperOptions) => {
    const fault = faults?.find((one) => one.field === field)
    return fault && root(options).t(`faults:${fault.code}`, fault.params)
  },

  /** {{fault-line fault}}: as a line of its own, which names the field where the text alone would not tell. */
  'fault-line': ({ field, code, params }: Fault, options: HelperOptions) => {
    const { t } = root(options)
    const name = t(`faults:field.${field}`, { defaultValue: '' })
    const line = name && t(`faults:named.${code}`, { ...params, name, defaultValue: '' })
    return line || t(`faults:${code}`, params)
  },
}

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Handlebars from 'handlebars'
import { projectRoot } from '../paths.js'

export interface Templates {
  /** Renders a page inside the layout. @throws Error where there is no such page */
  render(view: string, context: object): string
}

/**
 * Reads all of `views/` once, so that a template that cannot be read fails at the start and not before a reader.
 * A page is a partial of its layout: Handlebars copies its helpers once a render, and not for each of the two.
 */
export function createTemplates(
  helpers: Handlebars.HelperDeclareSpec,
  directory = join(projectRoot, 'views'),
): Templates {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(helpers)
  // Nothing in a page's data is ever called, so that names need not be looked up among helpers when they are shown.
  const known = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]))
  const compile = (source: string) =>
    handlebars.compile(Handlebars.parse(source), { knownHelpers: known, knownHelpersOnly: true, preventIndent: true })
  for (const [name, source] of sources(join(directory, 'partials'))) handlebars.registerPartial(name, compile(source))
  const pages = new Set<string>()
  for (const [name, source] of sources(join(directory, 'pages'))) {
    handlebars.registerPartial(pagePartial(name), compile(source))
    pages.add(name)
  }
  const layout = compile(readFileSync(join(directory, 'layouts/main.hbs'), 'utf8'))
  return {
    render(view, context) {
      if (!pages.has(view)) throw new Error(`There is no page views/pages/${view}.hbs`)
      return layout({ ...context, page: pagePartial(view) })
    },
  }
}

const pagePartial = (name: string) => `pages/${name}`

/** Every template below a folder, named by its path without the ending. */
function sources(directory: string): [name: string, source: string][] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(directory, path).replace(/\.hbs$/, ''), readFileSync(path, 'utf8')])
}

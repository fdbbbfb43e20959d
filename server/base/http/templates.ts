import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Handlebars from 'handlebars'
import { projectRoot } from '../paths.js'

export interface Templates {
  /** Renders a page inside the layout. @throws Error where there is no such page */
  render(view: string, context: object): string
}

/**
 * Compiles all of `views/` once. Helpers and partials are registered on an environment of its own, so that a render
 * copies nothing, and a faulty template fails at the start and not before a reader.
 */
export function createTemplates(
  helpers: Handlebars.HelperDeclareSpec,
  directory = join(projectRoot, 'views'),
): Templates {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(helpers)
  for (const [name, source] of sources(join(directory, 'partials'))) handlebars.registerPartial(name, source)
  const pages = new Map(compileAll(handlebars, join(directory, 'pages')))
  const layout = handlebars.compile(readFileSync(join(directory, 'layouts/main.hbs'), 'utf8'))
  return {
    render(view, context) {
      const page = pages.get(view)
      if (!page) throw new Error(`There is no page views/pages/${view}.hbs`)
      return layout({ ...context, body: new Handlebars.SafeString(page(context)) })
    },
  }
}

function compileAll(handlebars: typeof Handlebars, directory: string): [string, HandlebarsTemplateDelegate][] {
  return sources(directory).map(([name, source]) => [name, handlebars.compile(source)])
}

/** Every template below a folder, named by its path without the ending. */
function sources(directory: string): [name: string, source: string][] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [relative(directory, path).replace(/\.hbs$/, ''), readFileSync(path, 'utf8')])
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'
import { projectRoot } from '../paths.js'

const require = createRequire(import.meta.url)
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

interface Asset {
  url: string
  type: string
  body: Buffer
  brotli: Buffer | undefined
  gzip: Buffer | undefined
}

export interface Assets {
  /** The address of an asset by its plain name ('site.css'); the address changes with the content. */
  url(name: string): string
  /** Serves them under /assets/, to be kept for ever. */
  handler: RequestHandler
}

/** Reads, joins, compresses and names by content every style sheet, script, font and picture of the pages, once. */
export function createAssets(): Assets {
  const byName = new Map<string, Asset>()
  const add = (name: string, body: Buffer) => byName.set(name, makeAsset(name, body))

  const fonts = 'source-serif-4-latin-600-normal.woff2'
  add(fonts, readFileSync(require.resolve(`@fontsource/source-serif-4/files/${fonts}`)))
  for (const name of listed(join(projectRoot, 'views/images'), '.svg'))
    add(name, readFileSync(join(projectRoot, 'views/images', name)))
  for (const name of listed(join(projectRoot, 'dist/client'), '.js'))
    add(name, readFileSync(join(projectRoot, 'dist/client', name)))
  add('site.css', Buffer.from(styleSheet((name) => byName.get(name)?.url ?? name)))

  const byUrl = new Map([...byName.values()].map((asset) => [asset.url, asset]))
  return {
    url: (name) => byName.get(name)?.url ?? missing(name),
    handler: (req, res, next) => {
      const asset = byUrl.get(req.baseUrl + req.path)
      if (asset) send(asset, req, res)
      else next()
    },
  }
}

const listed = (directory: string, ending: string) =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(ending)) : []

function missing(name: string): never {
  throw new Error(`There is no asset ${name}`)
}

/** The base (modern-normalize) and ours in the order of their names, as one sheet; `url(name)` becomes an address. */
function styleSheet(address: (name: string) => string): string {
  const directory = join(projectRoot, 'views/styles')
  const own = listed(directory, '.css').sort()
  const parts = [require.resolve('modern-normalize/modern-normalize.css'), ...own.map((name) => join(directory, name))]
  return parts
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/url\(([\w.-]+)\)/g, (_, name: string) => `url(${address(name)})`)
    .replace(/\s*\n\s*/g, '\n')
}

function makeAsset(name: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const ending = extname(name)
  const compresses = ending !== '.woff2'
  return {
    url: `/assets/${name.slice(0, -ending.length)}.${hash}${ending}`,
    type: types[ending] ?? 'application/octet-stream',
    body,
    brotli: compresses ? brotliCompressSync(body) : undefined,
    gzip: compresses ? gzipSync(body) : undefined,
  }
}

function send(asset: Asset, req: Request, res: Response): void {
  const encoding = req.acceptsEncodings(['br', 'gzip'])
  const body = (encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : undefined) ?? asset.body
  if (body !== asset.body) res.setHeader('Content-Encoding', String(encoding))
  res.setHeader('Vary', 'Accept-Encoding')
  res.setHeader('Content-Type', asset.type)
  res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
  res.end(req.method === 'HEAD' ? undefined : body)
}

import { agentKey, idKey } from '../../../server/lrs/statements/keys.js'
import { median, rounded, type Figure } from '../figure.js'
import { connections, measure, type Measured } from './load.js'
import { xapiHeaders, type Servers } from './servers.js'
import { batchOf, wanted } from './statements.js'

const rounds = 3
/** Statements in the store when it is read; fewer by LRS_BENCH_SIZES=10000,100000. */
const sizes = (process.env['LRS_BENCH_SIZES'] ?? '10000,100000,1000000').split(',').map(Number)

interface Search {
  name: string
  ours: (url: string) => string
  bare: (url: string) => string
}

const searches: Search[] = [
  by('agent', 'agents', JSON.stringify(wanted.agent), agentKey(wanted.agent) ?? ''),
  by('activity', 'activities', wanted.activity, idKey(wanted.activity)),
  by('verb', 'verbs', wanted.verb, idKey(wanted.verb)),
]

function by(name: string, list: string, value: string, key: string): Search {
  return {
    name,
    ours: (url) => `${url}/xapi/statements?limit=20&${name}=${encodeURIComponent(value)}`,
    bare: (url) => `${url}/statements?list=${list}&key=${encodeURIComponent(key)}`,
  }
}

/** GETs a second at growing sizes, beside the same bare handler's, and what the growth costs. */
export async function reads(servers: Servers): Promise<Figure[]> {
  const figures: Figure[] = []
  const first = new Map<string, number>()
  for (const size of sizes) {
    await fill(servers, size)
    for (const search of [...searches, await byId(servers)]) {
      const figure = await read(servers, search, size)
      const before = first.get(search.name) ?? figure.p50
      first.set(search.name, before)
      figures.push({ ...figure, growthOfP50: rounded(figure.p50 / Math.max(before, 1), 2) })
    }
  }
  return figures
}

async function read({ platform, bare }: Servers, { name, ...search }: Search, size: number) {
  const ours = { url: search.ours(platform.url), headers: xapiHeaders }
  const plain = { url: search.bare(bare) }
  for (const target of [ours, plain]) await measure({ ...target, seconds: 1 })
  const measured: { ours: Measured; plain: Measured }[] = []
  for (let round = 0; round < rounds; round++)
    measured.push({ ours: await measure({ ...ours, seconds: 3 }), plain: await measure({ ...plain, seconds: 3 }) })
  const middle = (value: (one: (typeof measured)[number]) => number) => median(measured.map(value))
  return {
    figure: `lrs-get-${name}`,
    value: rounded(
      middle((one) => one.ours.perSecond / one.plain.perSecond),
      2,
    ),
    unit: 'of a bare handler',
    goal: '>= 0.85, p99 < 25 ms, growth < 1.5',
    size,
    perSecond: rounded(middle((one) => one.ours.perSecond)),
    barePerSecond: rounded(middle((one) => one.plain.perSecond)),
    p50: middle((one) => one.ours.p50),
    p99: middle((one) => one.ours.p99),
    connections,
  }
}

async function byId({ platform }: Servers): Promise<Search> {
  const response = await fetch(`${platform.url}/xapi/statements?limit=1`, { headers: xapiHeaders })
  const { statements } = (await response.json()) as { statements: { id: string }[] }
  const id = statements[0]?.id ?? ''
  return {
    name: 'id',
    ours: (url) => `${url}/xapi/statements?statementId=${id}`,
    bare: (url) => `${url}/statements?id=${id}`,
  }
}

let stored = 0

/** Posts statements until there are so many; those of the writing before are not counted. */
async function fill({ platform }: Servers, size: number): Promise<void> {
  const batchSize = 250
  const work = async () => {
    while (stored < size) {
      stored += batchSize
      const response = await fetch(`${platform.url}/xapi/statements`, {
        method: 'POST',
        headers: xapiHeaders,
        body: batchOf(batchSize),
      })
      if (response.status !== 200) throw new Error(`statements were answered ${response.status}`)
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
}

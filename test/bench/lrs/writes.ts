import { median, rounded, type Figure } from '../figure.js'
import { connections, measure } from './load.js'
import { xapiHeaders, type Servers } from './servers.js'
import { batchOf, oneStatement } from './statements.js'

const rounds = 5
const batchSize = 50
/** Enough for some seconds of the driver's own insertion. */
const rawBatches = 400

/** Statements a second: posted in batches and one by one, beside the driver's insertion and a bare handler's. */
export async function writes({ platform, bare }: Servers): Promise<Figure[]> {
  const store = { url: `${platform.url}/xapi/statements`, headers: xapiHeaders }
  const plain = { url: `${bare}/statements` }
  const batch = () => batchOf(batchSize)
  for (const target of [store, plain]) await measure({ ...target, body: batch, seconds: 2 })
  const batches: Round[] = []
  const singles: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const { perSecond } = await measure({ ...store, body: batch })
    batches.push({ ours: perSecond * batchSize, theirs: await rawPerSecond(bare) })
    const ours = await measure({ ...store, body: oneStatement })
    singles.push({ ours: ours.perSecond, theirs: (await measure({ ...plain, body: oneStatement })).perSecond })
  }
  return [
    { ...figure('lrs-post-batch', batches, "of the driver's insertMany"), goal: '>= 0.6, >= 6500 a second', batchSize },
    { ...figure('lrs-post-single', singles, 'of a bare handler'), goal: '>= 0.8, about 1200 a second' },
  ]
}

/** Statements a second. */
interface Round {
  ours: number
  theirs: number
}

function figure(name: string, measured: Round[], unit: string): Figure {
  const ratios = measured.map(({ ours, theirs }) => ours / theirs)
  return {
    figure: name,
    value: rounded(median(ratios), 2),
    unit,
    statementsPerSecond: rounded(median(measured.map(({ ours }) => ours))),
    comparedPerSecond: rounded(median(measured.map(({ theirs }) => theirs))),
    rounds: ratios.map((ratio) => rounded(ratio, 2)),
    connections,
  }
}

async function rawPerSecond(bare: string): Promise<number> {
  const response = await fetch(`${bare}/raw`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ count: rawBatches, size: batchSize, atOnce: connections }),
  })
  if (!response.ok) throw new Error(`the driver's insertion answered ${response.status}`)
  const { seconds } = (await response.json()) as { seconds: number }
  return (rawBatches * batchSize) / seconds
}

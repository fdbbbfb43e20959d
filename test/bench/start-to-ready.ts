import { median, rounded, type Figure } from './figure.js'
import { startIn, withFolder } from './site.js'

const rounds = 3

/** From the start of the process until it listens: where nothing is there yet, and with the data of a start before. */
export async function startToReady(): Promise<Figure[]> {
  const first: number[] = []
  const second: number[] = []
  for (let round = 0; round < rounds; round++)
    await withFolder(async (folder) => {
      first.push(await timeOfStart(folder))
      second.push(await timeOfStart(folder))
    })
  return [figure('start-to-ready', second, { goal: '<= 5000' }), figure('first-start-to-ready', first, {})]
}

async function timeOfStart(folder: string): Promise<number> {
  const server = await startIn(folder)
  const response = await fetch(`${server.url}/readyz`)
  await server.stop()
  if (response.status !== 200) throw new Error('the server says that it is not ready')
  return server.readyMs
}

const figure = (name: string, times: number[], more: { goal?: string }): Figure => ({
  figure: name,
  value: rounded(median(times)),
  unit: 'ms',
  ...more,
  rounds: times.map((time) => rounded(time)),
})

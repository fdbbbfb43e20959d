import { randomUUID } from 'node:crypto'
import type { Figure } from '../figure.js'
import { xapiHeaders, type Servers } from './servers.js'

const writers = 20
const each = 25
const activities = 5

const activity = (n: number) => `https://bench.test/activities/contended-${n}`
const actor = { account: { homePage: 'https://bench.test', name: 'contended' } }

/** Many connections write statements on the same activities and the same agent, each with a name in a language of its own. */
export async function contention({ platform }: Servers): Promise<Figure[]> {
  const url = `${platform.url}/xapi`
  let errors = 0
  const write = async (writer: number) => {
    for (let n = 0; n < each; n++) {
      const definition = { name: { [`x-writer${writer}`]: `by ${writer}` } }
      const statement = {
        id: randomUUID(),
        actor,
        verb: { id: 'https://bench.test/verbs/wrote' },
        object: { id: activity(n % activities), definition },
      }
      const body = JSON.stringify(statement)
      const { status } = await fetch(`${url}/statements`, { method: 'POST', headers: xapiHeaders, body })
      if (status !== 200) errors += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  const lost = await Promise.all(Array.from({ length: activities }, (_, n) => lostNames(url, activity(n))))
  return [
    {
      figure: 'lrs-contention',
      value: errors,
      unit: 'errors',
      goal: '0 errors, 0 lost definitions',
      lostDefinitions: lost.reduce((sum, count) => sum + count, 0),
      writers,
      statements: writers * each,
    },
  ]
}

async function lostNames(url: string, id: string): Promise<number> {
  const response = await fetch(`${url}/activities?activityId=${encodeURIComponent(id)}`, { headers: xapiHeaders })
  const { definition } = (await response.json()) as { definition?: { name?: Record<string, string> } }
  return writers - Object.keys(definition?.name ?? {}).length
}

import { percentile, rounded, type Figure } from './figure.js'
import { withCandidates, type Candidate } from './site.js'
import { examinationPath } from '../support/examinees.js'

const atOnce = 50
const rounds = 3

/** People submit an examination at the same time: marked, recorded, certified, and counted when the answer comes. */
export const submitExamination = (): Promise<Figure[]> =>
  withCandidates(atOnce * (rounds + 1), async (_server, candidates) => {
    await Promise.all(candidates.map(({ visitor }) => visitor.get(examinationPath)))
    const groups = Array.from({ length: rounds + 1 }, (_, n) => candidates.slice(n * atOnce, (n + 1) * atOnce))
    const times: number[] = []
    for (const group of groups) times.push(...(await Promise.all(group.map(submit))))
    // The first group warms the server up.
    const counted = times.slice(atOnce)
    const p50 = rounded(percentile(counted, 50))
    return [
      {
        figure: 'submit-examination',
        value: p50,
        unit: 'ms',
        p50,
        p99: rounded(percentile(counted, 99)),
        atOnce,
        submissions: counted.length,
        questions: candidates[0]?.asked.length,
      },
    ]
  })

/** @returns milliseconds until the answer */
async function submit({ visitor, attempt, key }: Candidate): Promise<number> {
  const fields = Object.fromEntries(Object.entries(key).map(([question, options]) => [`answer-${question}`, options]))
  const started = performance.now()
  const { status, location } = await visitor.post(`/en/attempts/${attempt}/submit`, fields)
  const taken = performance.now() - started
  if (status !== 303 || location !== `/en/attempts/${attempt}`) throw new Error(`a submission was answered ${status}`)
  return taken
}

import type { Clock } from '../../base/clock.js'
import { isDatabaseAway } from '../../base/database/index.js'
import type { Logger } from '../../base/log.js'
import type { Describe } from '../descriptions/describe.js'
import { mayDefine, type Said } from '../descriptions/mentions.js'
import { LrsError, StatementConflict, VoidingForbidden } from '../errors.js'
import { place, type Prepared } from '../statements/prepare.js'
import type { StatementStore } from '../statements/store.js'
import type { Position } from '../types.js'
import { applyEntry } from './apply.js'
import { decide, type Verdict } from './decide.js'
import { findKnown, type Known } from './known.js'
import { createMarker, type Marker } from './marker.js'
import type { JournalStore, OpenEntry } from './store.js'

/** The largest group, in bytes: one document of MongoDB holds 16 MB. */
const heaviestGroup = 14 * 1024 * 1024

/** How long another writer is given to apply its own entry before somebody does it in its place. */
const patienceMs = 1000

/** An entry is set aside when it could not be applied for so long, and so often. */
const givenUpAfter = { ms: 10_000, failures: 3 }

interface Waiting {
  statements: Prepared[]
  resolve: () => void
  reject: (error: unknown) => void
}

/** An entry that is committed and, as far as is known here, not applied. */
interface Open {
  entry: OpenEntry
  /** What its statements say, as long as that is at hand. */
  said?: Said[]
  /** When this writer learned of it, or last failed to apply it, by its own watch. */
  since: number
  isOwn: boolean
  failures: number
  firstFailed?: number
  /** Its application, while or after it ran here. */
  applying?: Promise<void>
}

/** The end of the journal. */
interface Head {
  number: number
  nextPosition: number
  stored: number
}

interface Dependencies {
  statements: StatementStore
  describe: Describe
  journal: JournalStore
  clock: Clock
  log: Logger
  onStored: (last: Position) => void
  /** For how long an entry that cannot be applied is tried again, in milliseconds. */
  giveUpAfterMs?: number | undefined
}

/**
 * Writes statements through the journal; why it is made so is told in server/decisions/0002-statement-journal.md.
 *
 * Requests that wait at the same time become one entry. An entry is committed by inserting it under the number after
 * the last, which only one writer of all processes can do; who loses learns what the other committed, decides again
 * and tries the next number. Then, while the next group is committed, the entry is applied.
 */
export class Writer {
  private readonly queue: Waiting[] = []
  private readonly open = new Map<number, Open>()
  private readonly marker: Marker
  private head: Head | undefined
  private running: Promise<void> | undefined

  constructor(private readonly uses: Dependencies) {
    this.marker = createMarker(uses.journal, uses.log)
  }

  /** Resolves when the statements are durable and readable; all of them are stored, or none. */
  record(statements: Prepared[]): Promise<void> {
    if (weigh(statements) > heaviestGroup)
      return Promise.reject(
        new LrsError(413, 'too-large', 'together these statements are larger than one request may be'),
      )
    return new Promise((resolve, reject) => {
      this.queue.push({ statements, resolve, reject })
      this.running ??= this.run()
    })
  }

  /**
   * Applies what other writers left behind. One that cannot be applied holds up neither the others nor the caller.
   * @param all also what is so young that its writer may be at it
   */
  async help(all = false): Promise<void> {
    await this.catchUp()
    const now = performance.now()
    const late = [...this.open.values()].filter(({ isOwn, since }) => !isOwn && (all || now - since > patienceMs))
    // Why one failed is told by `failed`.
    for (const { entry } of late) await this.applied(entry._id).catch(() => undefined)
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.running ?? this.applications().length > 0) {
      await this.running
      await Promise.allSettled(this.applications())
    }
    await this.marker.flush()
  }

  private applications(): Promise<void>[] {
    return [...this.open.values()].flatMap(({ applying }) => applying ?? [])
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const group = this.nextGroup()
      try {
        await this.commit(group)
      } catch (error) {
        // Whether the entry was committed is not known: the journal is asked before the next one.
        this.head = undefined
        for (const { reject } of group) reject(error)
      }
    }
    this.running = undefined
  }

  /** As many waiting requests as one entry holds, at least one. */
  private nextGroup(): Waiting[] {
    let weight = 0
    const tooMany = this.queue.findIndex(({ statements }, index) => {
      weight += weigh(statements)
      return index > 0 && weight > heaviestGroup
    })
    return this.queue.splice(0, tooMany === -1 ? this.queue.length : tooMany)
  }

  private async commit(group: Waiting[]): Promise<void> {
    for (;;) {
      const head = this.head ?? (await this.catchUp())
      const requests = group.map(({ statements }) => statements)
      const known = await this.known(requests)
      const { fresh, verdicts } = decide(requests, known, head.number + 1)
      if (fresh.length === 0) return this.answer(group, verdicts)
      const entry = this.entryFor(head, fresh)
      if (await this.uses.journal.insert(entry)) {
        this.committed(entry, fresh)
        return this.answer(group, verdicts)
      }
      await this.catchUp()
    }
  }

  /** `stored` grows from entry to entry, so that a moment never splits what it names. */
  private entryFor(head: Head, fresh: Prepared[]): OpenEntry {
    const stored = new Date(Math.max(this.uses.clock.now().getTime(), head.stored + 1))
    const statements = fresh.map((prepared, index) => place(prepared, head.nextPosition + index, stored))
    return { _id: head.number + 1, first: head.nextPosition, count: fresh.length, stored, applied: false, statements }
  }

  private committed(entry: OpenEntry, fresh: Prepared[]): void {
    this.head = after(entry)
    const said = fresh.map(({ mentions, defines }, index) => ({ ...mentions, defines, at: entry.first + index }))
    this.open.set(entry._id, {
      entry,
      said: said.filter(mayDefine),
      since: performance.now(),
      isOwn: true,
      failures: 0,
    })
    // Whoever waits for it hears of a failure; here nobody does.
    this.applied(entry._id).catch(() => undefined)
  }

  /** Tells each request what became of it, as soon as everything it rests on can be read. */
  private answer(group: Waiting[], verdicts: Verdict[]): void {
    for (const [index, { resolve, reject }] of group.entries()) {
      const verdict = verdicts[index]
      if (!verdict || 'conflicts' in verdict) reject(new StatementConflict(verdict?.conflicts ?? []))
      else if ('forbidden' in verdict) reject(new VoidingForbidden(verdict.forbidden))
      else Promise.all([...verdict.waitsFor].map((number) => this.applied(number))).then(() => resolve(), reject)
    }
  }

  private async known(requests: Prepared[][]): Promise<Map<string, Known>> {
    // First what is open is looked through, then the collection: an entry closes only after it is readable there.
    await this.closeForeign()
    const open = [...this.open.values()].map(({ entry }) => entry)
    return findKnown(requests, open, this.uses.statements)
  }

  /** Lets go of other writers' entries that these have applied meanwhile, and applies those they have not in time. */
  private async closeForeign(): Promise<void> {
    const foreign = [...this.open.values()].filter(({ isOwn, applying }) => !isOwn && !applying)
    if (foreign.length === 0) return
    const still = await this.uses.journal.stillOpen(foreign.map(({ entry }) => entry._id))
    for (const { entry, since } of foreign) {
      if (!still.has(entry._id)) this.open.delete(entry._id)
      else if (performance.now() - since > patienceMs) this.applied(entry._id).catch(() => undefined)
    }
  }

  /** Resolves when an entry is readable; applies it unless that is under way. A failure lets the next one try again. */
  private applied(number: number): Promise<void> {
    const open = this.open.get(number)
    if (!open) return Promise.resolve()
    open.applying ??= this.apply(open).catch(async (error: unknown) => {
      await this.failed(open, error)
      delete open.applying
      throw error
    })
    return open.applying
  }

  /** Notes a failure; one that does not come from the database's absence, and lasts, sets the entry aside. */
  private async failed(open: Open, err: unknown): Promise<void> {
    const { log, journal, clock, giveUpAfterMs = givenUpAfter.ms } = this.uses
    const { _id: entry, first, count } = open.entry
    open.isOwn = false
    open.since = performance.now()
    if (isDatabaseAway(err)) return
    open.failures += 1
    open.firstFailed ??= open.since
    log.error({ err, entry, first, count, failures: open.failures }, 'an entry of the journal cannot be applied')
    if (open.failures < givenUpAfter.failures || open.since - open.firstFailed < giveUpAfterMs) return
    try {
      const reason = err instanceof Error ? err.message : String(err)
      await journal.quarantine(entry, { at: clock.now(), reason: reason.slice(0, 1000) })
      this.open.delete(entry)
      log.fatal(
        { entry, first, count },
        'an entry of the journal was set aside: its statements are in it, not readable',
      )
    } catch (error) {
      log.warn({ err: error, entry }, 'an entry of the journal could not be set aside yet')
    }
  }

  private async apply({ entry, said }: Open): Promise<void> {
    await applyEntry(this.uses, entry, said)
    this.open.delete(entry._id)
    this.marker.mark(entry._id)
    this.uses.onStored(entry.first + entry.count - 1)
  }

  /** Learns what was committed since. */
  private async catchUp(): Promise<Head> {
    const last = await this.uses.journal.last()
    const head = last ? after(last) : { number: 0, nextPosition: 1, stored: 0 }
    const here = [...this.open.keys(), ...this.marker.unmarked()]
    for (const entry of await this.uses.journal.open(head.number, here))
      this.open.set(entry._id, { entry, since: performance.now(), isOwn: false, failures: 0 })
    this.head = head
    return head
  }
}

const after = ({ _id, first, count, stored }: Omit<OpenEntry, 'statements'>): Head => ({
  number: _id,
  nextPosition: first + count,
  stored: stored.getTime(),
})

const weigh = (statements: Prepared[]) => statements.reduce((sum, { weight }) => sum + weight, 0)

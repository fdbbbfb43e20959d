import type { Person } from '../../accounts/index.js'
import type { College } from '../../app.js'
import type { Course } from '../../courses/index.js'
import type { Character } from './characters.js'
import type { StoryClock } from './story-clock.js'

/** What every story is told with. */
export interface Stage {
  college: College
  clock: StoryClock
  /** The course that they take. */
  course: Course
  /** When the demo was first started: every story is over by then. */
  begun: Date
  /** The account of the Secretariat. */
  secretariat: string
  /** Ends the stories early, between two scenes. */
  signal: AbortSignal
}

/** Moves the story to a moment: so many days before the demo began, and minutes after the person came to work. */
export type Scene = (daysAgo: number, minutes?: number) => void

/** Somebody in their story. */
export interface Player extends Stage {
  character: Character
  person: Person
  scene: Scene
}

/** @throws Error where there is no such person: stories come after arrivals */
export async function personOf({ college }: Pick<Stage, 'college'>, account: string): Promise<Person> {
  const person = await college.accounts.person(account)
  if (!person) throw new Error(`The demo's person ${account} is not there`)
  return person
}

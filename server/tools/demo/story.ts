import type { Agency, Grant, PartyCode, Person } from '../../accounts/index.js'
import { chance } from './answers.js'
import type { Character, Sequel } from './characters.js'
import { password } from './people.js'
import { personOf, type Player, type Scene, type Stage } from './stage.js'
import { study } from './study.js'

const dayMs = 24 * 60 * 60_000

/**
 * Lets a character live: registers, is vouched for, learns, and what came after; each at its own moment, and through
 * the functions that the pages call. Told again after a crash, it does what is left.
 */
export function tellStory(stage: Stage, character: Character): Promise<void> {
  const { enrolled, registered = (enrolled ?? 0) + 4, grant, sequel } = character
  const { clock, college } = stage
  return clock.during(momentOf(stage, character, registered, 0), async (moveTo) => {
    const scene: Scene = (daysAgo, minutes = 0) => {
      stage.signal.throwIfAborted()
      moveTo(momentOf(stage, character, daysAgo, minutes))
    }
    scene(registered)
    const account = await college.accounts.entry.admit(character, { password })
    if (!character.claimed) {
      scene(registered - 2)
      await vouch(stage, account, { party: character.party, agency: character.agency })
    }
    if (grant) await give(stage, account, grant)
    const player: Player = { ...stage, character, scene, person: await personOf(stage, account) }
    if (enrolled !== undefined) await study(player, enrolled)
    if (sequel) await tellSequel(player, sequel)
  })
}

/** Nobody begins at the stroke of the hour: a working day begins between six and two o'clock, UTC. */
function momentOf({ begun }: Stage, { email }: Character, daysAgo: number, minutes: number): Date {
  const day = Math.floor(begun.getTime() / dayMs) - daysAgo
  const arrival = 360 + Math.floor(chance(email, String(daysAgo)) * 480)
  return new Date(day * dayMs + (arrival + minutes) * 60_000)
}

interface Place {
  party: PartyCode
  agency: Agency
}

const isAt = ({ affiliation }: Person, { party, agency }: Place) =>
  affiliation.party === party && affiliation.agency === agency

/** The focal point of their Party confirms a claim, or else the Secretariat. */
async function vouch(stage: Stage, account: string, place: Place): Promise<void> {
  const { vouching } = stage.college.accounts
  const person = await personOf(stage, account)
  if (person.affiliation.status === 'confirmed' || !isAt(person, place)) return
  await vouching.confirmClaim(person, place, await voucherFor(stage, person))
}

async function voucherFor(stage: Stage, { id, affiliation }: Person): Promise<Person> {
  const { accounts } = stage.college
  const holders = await accounts.people(await accounts.roles.holdersOf('focal-point'))
  const focalPoint = [...holders.values()].find((one) => one.focalPointOf === affiliation.party && one.id !== id)
  return focalPoint ?? personOf(stage, stage.secretariat)
}

/** Gives a role once; the Secretariat appoints focal points. */
export async function give(stage: Stage, account: string, grant: Grant): Promise<void> {
  const { roles, vouching } = stage.college.accounts
  const person = await personOf(stage, account)
  if (person.roles.includes(grant.role)) return
  if (grant.role === 'focal-point')
    await vouching.appoint(person, grant.party, await personOf(stage, stage.secretariat))
  else await roles.giveRole(account, grant, 'command')
}

async function tellSequel(player: Player, sequel: Sequel): Promise<void> {
  const { college, person, scene, secretariat } = player
  scene(sequel.daysAgo)
  if (sequel.kind === 'revoked') {
    const held = (await college.certificates.of([person.id])).filter(({ revocation }) => !revocation)
    for (const { code } of held) await college.certificates.revoke({ code, reason: sequel.reason, by: secretariat })
  }
  if (sequel.kind === 'moved') {
    const place = { party: sequel.party, agency: sequel.agency }
    if (!isAt(person, place)) await college.accounts.profile.changePlace(person, place)
    scene(sequel.daysAgo - 2)
    await vouch(player, person.id, place)
  }
}

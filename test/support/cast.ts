import type request from 'supertest'
import type { Accounts, Grant, Person, Registration } from '../../server/accounts/index.js'
import { submit } from './forms.js'

/** Everybody's password. */
export const password = 'seven quiet herons'

interface Part extends Omit<Registration, 'email'> {
  confirmed: boolean
  grant?: Grant
}

/** People with roles, for every test: who they are and what they may do. */
const parts = {
  /** A customs officer of Kenya, confirmed. */
  amina: { name: 'Amina Otieno', party: 'KE', agency: 'customs', language: 'en', confirmed: true },
  /** A police officer of Kenya whom nobody has confirmed. */
  joseph: { name: 'Joseph Kiprop', party: 'KE', agency: 'police', language: 'en', confirmed: false },
  /** Kenya's focal point, of its Management Authority. */
  wanjiru: {
    name: 'Wanjiru Kamau',
    party: 'KE',
    agency: 'management-authority',
    language: 'en',
    confirmed: true,
    grant: { role: 'focal-point', party: 'KE' },
  },
  /** A forest officer of Gabon who reads French, not confirmed. */
  sylvie: { name: 'Sylvie Nzé', party: 'GA', agency: 'forest-wildlife', language: 'fr', confirmed: false },
  /** Gabon's focal point. */
  lucie: {
    name: 'Lucie Mba',
    party: 'GA',
    agency: 'management-authority',
    language: 'fr',
    confirmed: true,
    grant: { role: 'focal-point', party: 'GA' },
  },
  /** The trainer of the permits course, in Peru. */
  diego: {
    name: 'Diego Ñáñez',
    party: 'PE',
    agency: 'scientific-authority',
    language: 'es',
    confirmed: true,
    grant: { role: 'trainer', courses: ['permits'] },
  },
  /** Of the Secretariat. */
  sofia: {
    name: 'Sofia Lindqvist',
    party: 'secretariat',
    agency: 'other',
    language: 'en',
    confirmed: true,
    grant: { role: 'secretariat' },
  },
  /** The administrator. */
  adam: {
    name: 'Adam Brown',
    party: 'secretariat',
    agency: 'other',
    language: 'en',
    confirmed: true,
    grant: { role: 'administrator' },
  },
} as const satisfies Record<string, Part>

export type Name = keyof typeof parts
export type Cast = Record<Name, Person>

/** Lets people of the cast in: those named, or all. */
export async function castOf(accounts: Accounts, names = Object.keys(parts) as Name[]): Promise<Cast> {
  const people = await Promise.all(names.map(async (name) => [name, await play(accounts, name)] as const))
  return Object.fromEntries(people) as Cast
}

async function play(accounts: Accounts, name: Name): Promise<Person> {
  const { confirmed, grant, ...registration }: Part = parts[name]
  const account = await accounts.entry.admit(
    { ...registration, email: `${name}@example.org` },
    { password, ...(confirmed ? { confirmed: { by: 'command' } } : {}) },
  )
  if (grant) await accounts.roles.giveRole(account, grant, 'command')
  const person = await accounts.person(account)
  if (!person) throw new Error(`${name} was not let in`)
  return person
}

/** Signs a browser in. */
export const signInAs = (agent: ReturnType<typeof request.agent>, person: Person) =>
  submit(agent, '/en/sign-in', { email: person.email, password })

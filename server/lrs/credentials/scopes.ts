/** What a credential can be allowed to do (xAPI 1.0.3, Communication 4.2). */
export const scopes = [
  'statements/write',
  'statements/read',
  'statements/read/mine',
  'state',
  'profile',
  'define',
  'all/read',
  'all',
] as const

export type Scope = (typeof scopes)[number]

/** Whether one of these scopes is there; `all` stands for every one. */
export const permits = (given: readonly Scope[], ...wanted: Scope[]): boolean =>
  given.includes('all') || wanted.some((scope) => given.includes(scope))

/** Whether all that may be read of statements is what the same authority stored. */
export const readsOwnOnly = (given: readonly Scope[]): boolean => !permits(given, 'statements/read', 'all/read')

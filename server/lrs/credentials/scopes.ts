/** What a credential may be used for (Communication 4.2). */
export type Scope =
  'statements/write' | 'statements/read' | 'statements/read/mine' | 'state' | 'profile' | 'define' | 'all/read' | 'all'

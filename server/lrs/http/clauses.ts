import type { Request } from 'express'
import type { XapiVersion } from '../../xapi/index.js'
import { versionOf } from './version.js'

/** Where each version's document speaks of communication. */
const communication = {
  '1.0.3': {
    alternate: 'xAPI 1.0.3 Communication 1.3',
    encoding: 'xAPI 1.0.3 Communication 1.4',
    contentTypes: 'xAPI 1.0.3 Communication 1.5',
    multipart: 'xAPI 1.0.3 Communication 1.5.2',
    put: 'xAPI 1.0.3 Communication 2.1.1',
    post: 'xAPI 1.0.3 Communication 2.1.2',
    get: 'xAPI 1.0.3 Communication 2.1.3',
    parameters: 'xAPI 1.0.3 Communication 3.2',
  },
  '2.0.0': {
    alternate: 'IEEE 9274.1.1 4.1',
    encoding: 'IEEE 9274.1.1 4.1.2',
    contentTypes: 'IEEE 9274.1.1 4.1.3',
    multipart: 'IEEE 9274.1.1 4.1.3',
    put: 'IEEE 9274.1.1 4.1.6.1',
    post: 'IEEE 9274.1.1 4.1.6.1',
    get: 'IEEE 9274.1.1 4.1.6.1',
    parameters: 'IEEE 9274.1.1 4.1.5',
  },
} as const satisfies Record<XapiVersion, Record<string, string>>

/** The clauses by which a request is judged: those of its version. */
export const clausesOf = (request: Request): Record<keyof (typeof communication)['1.0.3'], string> =>
  communication[versionOf(request)]

import { peopleRoutes, type CertificateOf, type EnrolmentOf } from '../../server/administration/index.js'
import { testCollege, type Options } from '../accounts/college.js'

/** What other modules would say of people; filled by a test. */
export interface Records {
  enrolments: Map<string, EnrolmentOf[]>
  certificates: Map<string, CertificateOf[]>
}

/** The accounts with the pages about people. */
export async function testAdministration(options: Options = {}) {
  const records: Records = { enrolments: new Map(), certificates: new Map() }
  const of = <T>(all: Map<string, T[]>, ids: string[]) => new Map([...all].filter(([id]) => ids.includes(id)))
  const college = await testCollege({
    ...options,
    pages: (parts) => [
      peopleRoutes({
        ...parts,
        enrolmentsOf: async (ids) => of(records.enrolments, ids),
        certificatesOf: async (ids) => of(records.certificates, ids),
        courses: (language) => [
          { id: 'permits', title: { en: 'Permits', fr: 'Permis', es: 'Permisos' }[language] },
          { id: 'ndf', title: 'NDF' },
        ],
      }),
    ],
  })
  return { ...college, records }
}

export type TestAdministration = Awaited<ReturnType<typeof testAdministration>>

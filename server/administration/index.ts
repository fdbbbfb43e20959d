export { courseStateRoutes } from './course-pages.js'
export type { CertificateOf, EnrolmentOf, PeoplePages } from './context.js'
export { peopleRoutes } from './routes.js'
export { statementRoutes, type StatementPages } from './statement-pages.js'

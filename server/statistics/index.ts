export { statisticsRoutes, type StatisticsPages } from './routes.js'
export { createStatistics, type Statistics, type StatisticsOptions } from './statistics.js'
export type { Recount } from './recount.js'

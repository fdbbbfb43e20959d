import { Router, type Request, type RequestHandler } from 'express'
import { z } from 'zod'
import { allow, permissions, requirePerson, type Accounts } from '../accounts/index.js'
import type { Clock } from '../base/clock.js'
import { badInput, forbidden, notFound, type Fault } from '../base/errors.js'
import { parse } from '../base/http/index.js'
import type { Courses } from '../courses/index.js'
import { barChart } from './chart.js'
import { indicatorCsv } from './csv.js'
import { concernedAgencies, indicatorAreas } from './definition.js'
import { hasEvidence, type Indicator } from './indicator.js'
import type { Statistics } from './statistics.js'

export interface StatisticsPages {
  statistics: Statistics
  accounts: Accounts
  courses: Courses
  clock: Clock
}

/** The Secretariat's page of indicator 3.2.1, its chart, its CSV, and the way down to the statements. */
export function statisticsRoutes(pages: StatisticsPages): Router {
  const router = Router()
  const seesStatements = allow('see-statements')
  router.get('/indicator/3.2.1', ...seesFigures, async (req, res) => {
    const { day, faults } = dayOf(req, pages.clock)
    const { indicator, cursor } = await pages.statistics.indicatorOn(endOf(day))
    const status = faults ? 422 : 200
    res.page('statistics/indicator', view(pages, req, { day, faults, indicator, cursor }), { status })
  })
  router.get('/indicator/3.2.1.csv', ...seesFigures, async (req, res) => {
    const day = validDay(req, pages.clock)
    const { indicator } = await pages.statistics.indicatorOn(endOf(day))
    res
      .attachment(`indicator-3.2.1-${day}.csv`)
      .type('text/csv; charset=utf-8')
      .send(indicatorCsv(indicator, { language: req.language, t: req.t, parties: pages.accounts.parties }))
  })
  router.get('/indicator/3.2.1/chart.svg', ...seesFigures, async (req, res) => {
    const { shape } = parse(z.object({ shape: z.enum(['wide', 'narrow']).default('wide') }), req.query)
    const { indicator } = await pages.statistics.indicatorOn(endOf(validDay(req, pages.clock)))
    res
      .set('Cache-Control', 'private, no-cache')
      .type('image/svg+xml')
      .send(barChart(chartData(pages, req, indicator), shape))
  })
  router.get('/indicator/3.2.1/:party', ...seesStatements, async (req, res) => {
    const party = pages.accounts.parties.get(String(req.params['party']))
    if (!party) throw notFound()
    const day = validDay(req, pages.clock)
    const { counted, uncounted } = await pages.statistics.evidenceOf(party.code, endOf(day))
    const titled = <T extends { course: string }>(entry: T) => ({
      ...entry,
      courseTitle: courseTitle(pages, req, entry.course),
    })
    res.page('statistics/party', {
      title: req.t('statistics:partyTitle', { party: party.name[req.language] }),
      trail: [{ href: req.link(`/indicator/3.2.1?date=${day}`), label: req.t('statistics:back') }],
      moment: endOf(day),
      counted: counted.map(titled),
      uncounted: uncounted.map(titled),
    })
  })
  return router
}

/** Whoever sees the figures of all Parties, not only of the own one. */
const seesFigures: RequestHandler[] = [
  requirePerson,
  (req, _res, next) => {
    next(permissions.may(req.person, 'see-figures', {}) ? undefined : forbidden())
  },
]

const endOf = (day: string) => new Date(`${day}T23:59:59.999Z`)
const isoDay = z.iso.date()

/** The day that was asked for; one that is none, or has not come, is a fault, and today is shown. */
function dayOf(req: Request, clock: Clock): { day: string; faults?: Fault[] } {
  const today = clock.now().toISOString().slice(0, 10)
  const asked = req.query['date']
  if (asked === undefined || asked === '') return { day: today }
  const day = isoDay.safeParse(asked)
  if (!day.success) return { day: today, faults: [{ field: 'date', code: 'not-a-date' }] }
  if (day.data > today) return { day: today, faults: [{ field: 'date', code: 'day-to-come' }] }
  return { day: day.data }
}

/** The day of an address that has no form to say it again. @throws AppError 400 'invalid-day' */
function validDay(req: Request, clock: Clock): string {
  const { day, faults } = dayOf(req, clock)
  if (faults) throw badInput('invalid-day', faults)
  return day
}

interface Shown {
  day: string
  faults: Fault[] | undefined
  indicator: Indicator
  cursor: Date | undefined
}

function view({ accounts, clock }: StatisticsPages, req: Request, shown: Shown) {
  const { language } = req
  const { compare } = new Intl.Collator(language)
  const regionName = (region: Parameters<typeof accounts.parties.regionName>[0]) =>
    accounts.parties.regionName(region, language)
  return {
    ...shown,
    title: req.t('statistics:title'),
    today: clock.now().toISOString().slice(0, 10),
    regions: shown.indicator.regions.map((row) => ({ ...row, name: regionName(row.region) })),
    parties: shown.indicator.rows
      .filter(hasEvidence)
      .map(({ party, areas }) => ({
        code: party.code,
        name: party.name[language],
        region: regionName(party.region),
        cells: indicatorAreas.map((area) => ({
          area,
          ...areas[area],
          any: areas[area].confirmed + areas[area].claimed > 0,
        })),
      }))
      .sort((a, b) => compare(a.name, b.name)),
    agencies: indicatorAreas.map((area) => ({
      area,
      names: concernedAgencies[area].map((agency) => req.t(`accounts:agency.${agency}`)).join(' · '),
    })),
  }
}

function chartData({ accounts }: StatisticsPages, req: Request, { regions }: Indicator) {
  return {
    categories: regions.map(({ region, inForce }) =>
      req.t('statistics:regionOf', { region: accounts.parties.regionName(region, req.language), count: inForce }),
    ),
    series: indicatorAreas.map((area) => ({
      name: req.t(`statistics:area.${area}`),
      values: regions.map(({ areas }) => areas[area]),
    })),
  }
}

function courseTitle({ courses }: StatisticsPages, req: Request, id: string): string {
  const course = courses.current(id)
  return course ? courses.text(course, req.language).title : id
}

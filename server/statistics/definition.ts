import type { Agency } from '../accounts/index.js'
import type { Area } from '../courses/index.js'

/** The areas that indicator 3.2.1 names: permits, non-detriment findings and enforcement. */
export const indicatorAreas = ['permits', 'ndf', 'enforcement'] as const
export type IndicatorArea = (typeof indicatorAreas)[number]

/** Changes with every change of what follows, so that a figure says by which definition it was counted. */
export const definitionVersion = '1'

/** Identification is a skill of those who enforce: it counts there. */
export const countsTowards: Record<Area, IndicatorArea> = {
  permits: 'permits',
  ndf: 'ndf',
  identification: 'enforcement',
  enforcement: 'enforcement',
}

const inspecting: Agency[] = [
  'customs',
  'police',
  'border-guard',
  'forest-wildlife',
  'fisheries',
  'veterinary-phytosanitary',
]

/**
 * The agencies that an area concerns: a certificate of somebody from another agency is no capacity in that area.
 * Permits are granted by the Management Authority (Article IX) and checked at the border and in the field;
 * non-detriment findings are the Scientific Authority's, with those who manage the resource (Articles III and IV);
 * enforcement is everybody's who controls, prosecutes or judges (Article VIII).
 */
export const concernedAgencies: Record<IndicatorArea, Agency[]> = {
  permits: ['management-authority', ...inspecting],
  ndf: ['scientific-authority', 'management-authority', 'forest-wildlife', 'fisheries'],
  enforcement: ['management-authority', ...inspecting, 'prosecution', 'judiciary'],
}

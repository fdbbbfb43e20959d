/**
 * A moment so many calendar months later, in UTC. Where the month is too short for the day, its last day is taken:
 * 31 January and one month are 28 or 29 February.
 * @param months may be negative
 */
export function addMonths(moment: Date, months: number): Date {
  const result = new Date(moment)
  result.setUTCDate(1)
  result.setUTCMonth(result.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate()
  result.setUTCDate(Math.min(moment.getUTCDate(), lastDay))
  return result
}

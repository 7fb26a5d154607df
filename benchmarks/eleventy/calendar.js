// Days as calendars and lists have them. Times are at midnight in UTC.
const DAY = 86_400_000
const form = options => {
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  return time => format.format(time)
}
const [number, shortWeekday, month, shortMonth] =
  [{ day: 'numeric' }, { weekday: 'short' }, { month: 'long' }, { month: 'short' }].map(form)
const long = form({ day: 'numeric', month: 'long', year: 'numeric' })
const year = time => new Date(time).getUTCFullYear()
const abbreviated = time => shortMonth(time).slice(0, 3)

export const midnight = date => Math.floor(date / DAY) * DAY
// A week as ISO 8601 numbers them.
export const weekOf = date => {
  const time = midnight(date)
  const monday = time - (new Date(time).getUTCDay() + 6) % 7 * DAY
  const thursday = monday + 3 * DAY
  const count = 1 + Math.floor((thursday - Date.UTC(year(thursday), 0)) / DAY / 7)
  return { monday, number: count, name: `${year(thursday)}-W${String(count).padStart(2, '0')}` }
}
export const span = monday => {
  const last = monday + 6 * DAY
  if (year(monday) !== year(last)) return `${long(monday)} – ${long(last)}`
  if (month(monday) !== month(last)) return `${number(monday)} ${month(monday)} – ${long(last)}`
  return `${number(monday)}–${long(last)}`
}
export const noPapers = (first, last) => {
  const day = time => `${shortWeekday(time)} ${number(time)}`
  if (first === last) return `No papers on ${day(first)} ${abbreviated(first)}`
  const isYear = year(first) !== year(last)
  const isMonth = isYear || month(first) !== month(last)
  const start = day(first) + (isMonth ? ` ${abbreviated(first)}` : '') + (isYear ? ` ${year(first)}` : '')
  const end = `${day(last)} ${abbreviated(last)}${isYear ? ` ${year(last)}` : ''}`
  return last - first === DAY ? `No papers on ${start} and ${end}` : `No papers from ${start} to ${end}`
}
export const gap = (earlier, later) => {
  const [first, last] = [midnight(earlier) + DAY, midnight(later) - DAY]
  return first <= last ? noPapers(first, last) : ''
}
// The days from the first to the last, each with its item where there is one.
export const cells = (first, last, items) => {
  const there = new Map(items.map(item => [midnight(item.date), item]))
  const found = []
  for (let time = first; time <= last; time += DAY) found.push({ date: new Date(time), day: there.get(time) })
  return found
}
// The days of a month as the rows of a calendar.
export const rows = days => {
  const found = []
  for (const cell of days) {
    const week = weekOf(cell.date)
    if (found.at(-1)?.name !== week.name) found.push({ ...week, cells: [], isLinked: false })
    found.at(-1).cells.push(cell)
    found.at(-1).isLinked ||= !!cell.day
  }
  return found
}
// Days, newest first, with their papers; those without that follow each other are one.
export const dayList = (days, papersOf) => {
  const found = []
  for (const { date, day } of days.toReversed()) {
    const time = midnight(date)
    if (day) found.push({ day: day.data.day, papers: papersOf(day) })
    else if (found.length && !found.at(-1).day) found.at(-1).first = time
    else found.push({ first: time, last: time })
  }
  return found
}

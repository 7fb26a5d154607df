// All lists of the site, made once from its days and papers.
import { cells, dayList, midnight, rows, span, weekOf } from './calendar.js'
import { topicUrl } from './papers.js'

const names = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const sum = numbers => numbers.reduce((one, other) => one + other, 0)
const groups = (items, key) => {
  const found = new Map()
  for (const item of items) {
    const name = key(item)
    if (found.has(name)) found.get(name).push(item)
    else found.set(name, [item])
  }
  return [...found]
}
// Papers by their day, newest first; those of a day by their names.
const listed = papers => groups(papers, paper => paper.data.day)
  .sort(([one], [other]) => one < other ? 1 : -1)
  .map(([day, own]) => ({ day, papers: own.sort((a, b) => a.fileSlug < b.fileSlug ? -1 : 1) }))

export const makeLists = all => {
  const papers = all.filter(item => item.data.layout === 'paper.njk')
  const days = all.filter(item => item.data.layout === 'day.njk').sort((a, b) => a.date - b.date)
  const byDay = Object.fromEntries(groups(papers, paper => paper.data.day))
  for (const own of Object.values(byDay)) own.sort((a, b) => a.data.position - b.data.position)
  const size = day => byDay[day.data.day].length

  const around = {} // what stands before and after a paper or a day, by its address
  for (const list of [days, ...Object.values(byDay)])
    list.forEach((item, i) => {
      around[item.url] = { previous: list[i - 1], next: list[i + 1] }
    })

  const months = groups(days, day => day.data.day.slice(0, 7)).map(([number, own]) => ({
    number,
    url: `/${number}/`,
    first: own[0].date,
    name: names.format(own[0].date),
    days: own,
    newest: own.at(-1),
    count: sum(own.map(size)),
    most: Math.max(...own.map(size)),
  })).reverse()
  const papersOf = day => byDay[day.data.day].toSorted((a, b) => a.fileSlug < b.fileSlug ? -1 : 1)
  months.forEach((month, i) => {
    month.next = months[i - 1]
    month.previous = months[i + 1]
    const [year, number] = month.number.split('-').map(Number)
    const last = month.next ? Date.UTC(year, number, 0) : midnight(month.newest.date)
    const all = cells(Date.UTC(year, number - 1), last, month.days)
    month.rows = rows(all)
    month.dayList = dayList(all, papersOf)
  })
  const weeks = groups(days, day => weekOf(day.date).name).map(([name, own]) => {
    const week = weekOf(own[0].date)
    return {
      ...week,
      url: `/${name}/`,
      span: span(week.monday),
      days: own,
      newest: own.at(-1),
      count: sum(own.map(size)),
      most: Math.max(...own.map(size)),
    }
  })
  weeks.forEach((week, i) => {
    week.previous = weeks[i - 1]
    week.next = weeks[i + 1]
    const last = week.next ? week.monday + 6 * 86_400_000 : midnight(week.newest.date)
    week.cells = cells(week.monday, last, week.days)
    week.dayList = dayList(week.cells, papersOf)
  })
  const years = groups(months, month => month.first.getUTCFullYear()).map(([number, own]) => ({
    number,
    months: own,
    days: sum(own.map(month => month.days.length)),
    count: sum(own.map(month => month.count)),
    most: Math.max(...own.map(month => month.most)),
  }))

  const byTopic = new Map()
  for (const paper of papers)
    for (const name of paper.data.topics) {
      if (!byTopic.has(name)) byTopic.set(name, [])
      byTopic.get(name).push(paper)
    }
  const topics = [...byTopic].map(([name, own]) => {
    const url = topicUrl(name)
    const byMonth = groups(listed(own), group => group.day.slice(0, 7)).map(([number, listed]) => {
      const month = names.format(new Date(`${number}-01`))
      const count = sum(listed.map(group => group.papers.length))
      return { topic: name, topicUrl: url, url: `${url}${number}/`, number, name: month, listed, count }
    })
    const newest = []
    let left = 20
    for (const group of byMonth.flatMap(month => month.listed)) {
      if (left > 0) newest.push({ day: group.day, papers: group.papers.slice(0, left) })
      left -= group.papers.length
    }
    return {
      name, url, newest,
      count: own.length,
      months: byMonth,
      most: Math.max(...byMonth.map(month => month.count)),
      years: groups(byMonth, month => month.number.slice(0, 4))
        .map(([number, own]) => ({ number, months: own.toReversed() })),
    }
  }).sort((a, b) => b.count - a.count || (a.url < b.url ? -1 : 1))

  return {
    papers, days, byDay, around, months, weeks, years, topics,
    topicMonths: topics.flatMap(topic => topic.months),
    newestPapers: days.slice(-100).reverse().flatMap(day => byDay[day.data.day]).slice(0, 100),
  }
}

import { sitemap } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.months', size: 1, alias: 'month' },
  permalink: ({ month }) => `/sitemaps/${month.number}.xml`,
}
export const render = ({ month, collections }) => sitemap([
  [month.url, month.newest.data.day],
  ...month.days.flatMap(day => [day, ...collections.byDay[day.data.day]])
    .map(item => [item.url, item.data.day]),
  ...collections.weeks.filter(week => week.newest.data.day.startsWith(month.number))
    .map(week => [week.url, week.newest.data.day]),
  ...collections.topicMonths.filter(topic => topic.number === month.number)
    .map(topic => [topic.url, topic.listed[0].day]),
])

import { record } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `/${day.data.day}.json`,
}
export const render = ({ day, collections }) => {
  const rows = collections.byDay[day.data.day].map(record).join(',\n')
  return `{"version": 1, "date": "${day.data.day}", "papers": [\n${rows}\n]}\n`
}

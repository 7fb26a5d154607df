import { record } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.months', size: 1, alias: 'month' },
  permalink: ({ month }) => `/${month.number}.jsonl`,
}
export const render = ({ month, collections }) =>
  month.days.flatMap(day => collections.byDay[day.data.day]).map(paper => `${record(paper)}\n`).join('')

import { csl } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `/${day.data.day}.csl.json`,
}
export const render = ({ day, collections }) =>
  `[\n${collections.byDay[day.data.day]
    .map(paper => csl(paper.data.title, paper.data.day, paper.fileSlug)).join(',\n')}\n]\n`

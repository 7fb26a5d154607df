import { ris } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `/${day.data.day}.ris`,
}
export const render = ({ day, collections }) =>
  collections.byDay[day.data.day]
    .map(paper => ris(paper.data.title, paper.data.day, paper.fileSlug, paper.data.topics)).join('\n')

import { bibtex } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `/${day.data.day}.bib`,
}
export const render = ({ day, collections }) =>
  collections.byDay[day.data.day]
    .map(paper => bibtex(paper.data.title, paper.data.day, paper.fileSlug)).join('\n')

import { atom } from '../../papers.js'

export const data = {
  permalink: '/atom.xml',
  eleventyImport: { collections: ['newestPapers', 'days'] },
}
export const render = ({ collections, eleventy, page }) => {
  const newest = collections.days.at(-1)
  return atom(eleventy.generator, page.url, newest.date, collections.newestPapers, newest, false)
}

import { jsonFeed } from '../../papers.js'

export const data = {
  permalink: '/feed.json',
  eleventyImport: { collections: ['newestPapers'] },
}
export const render = ({ collections }) => jsonFeed(collections.newestPapers)

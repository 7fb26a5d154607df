import { sitemap } from '../../papers.js'

export const data = {
  permalink: '/sitemap.xml',
  eleventyImport: { collections: ['months'] },
}
export const render = ({ collections }) => sitemap([
  ['/sitemaps/pages.xml'],
  ...collections.months.map(month => [`/sitemaps/${month.number}.xml`, month.newest.data.day]),
], ['sitemapindex', 'sitemap'])

import { sitemap } from '../../papers.js'

export const data = {
  permalink: '/sitemaps/pages.xml',
  eleventyImport: { collections: ['years', 'topics'] },
}
export const render = ({ collections }) => sitemap([
  ...['', 'archive/', 'search/', 'feeds/', 'api/', 'reading-list/', 'about/', 'topics/'].map(name => [`/${name}`]),
  ...collections.years.map(year => [`/${year.number}/`]),
  ...collections.topics.map(topic => [topic.url, topic.newest[0].day]),
])

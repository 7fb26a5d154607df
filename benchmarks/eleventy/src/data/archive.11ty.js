import { atom } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `${day.url}archive.xml`,
}
export const render = ({ day, collections, eleventy, page }) => atom(
  eleventy.generator, page.url, day.date, collections.byDay[day.data.day],
  collections.around[day.url].previous, true)

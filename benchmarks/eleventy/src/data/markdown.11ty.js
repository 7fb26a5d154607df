import { markdown } from '../../papers.js'

export const data = {
  pagination: { data: 'collections.days', size: 1, alias: 'day' },
  permalink: ({ day }) => `/${day.data.day}.md`,
}
export function render({ day, collections, site }) {
  const heading = `# ${site.title}, ${this.long_date(day.date)}`
  return [heading, ...collections.byDay[day.data.day].map(markdown)].join('\n\n') + '\n'
}

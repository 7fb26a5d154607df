// All pages and files that list papers, made from the papers, newest first.
import { atom, bibtex, csl, factsOf, jsonFeed, long, markdown, record, ris, rss, site, sitemap, topicUrl } from './papers.js'

const groups = (papers, keys) => {
  const found = new Map()
  for (const paper of papers)
    for (const key of keys(paper)) found.has(key) ? found.get(key).push(paper) : found.set(key, [paper])
  return [...found]
}
const byDay = papers => groups(papers, paper => [paper.data.day]).map(([day, own]) => ({ day, papers: own }))
const bySlug = papers => byDay(papers).flatMap(day => day.papers.toSorted((a, b) => a.fileSlug < b.fileSlug ? -1 : 1))
const period = length => paper => [paper.data.day.slice(0, length)]
const link = (url, title, count) => ({ url, title, count })

export const makePages = papers => {
  const days = byDay(papers)
  const issues = days.map(({ day, papers }, at) => ({
    url: `/${day}/`, title: `Papers of ${long(day)}`, papers, next: days[at - 1]?.day, previous: days[at + 1]?.day,
    links: [link(`/${papers[0].data.week}/`, 'Week'), link(`/${day.slice(0, 7)}/`, 'Month')],
  }))
  const lists = keys => groups(papers, keys).map(([name, own]) => ({ url: `/${name}/`, title: name, days: byDay(own) }))
  const years = lists(period(4)).map(year => ({ ...year, days: year.days.map(({ day }) => ({ day, papers: [] })) }))
  const byTopic = groups(papers, paper => paper.data.topics).sort(([, one], [, other]) => other.length - one.length)
  const topics = byTopic.flatMap(([title, own]) => {
    const months = groups(own, period(7)).map(([month, part]) =>
      ({ url: `${topicUrl(title)}${month}/`, title: `${title}, ${month}`, links: [link(topicUrl(title), title)], days: byDay(part), count: part.length }))
    return [{ url: topicUrl(title), title, links: months, days: byDay(bySlug(own).slice(0, 20)) }, ...months]
  })
  return [
    { ...issues[0], url: '/', title: site.title }, ...issues, ...lists(paper => [paper.data.week]), ...lists(period(7)), ...years,
    { url: '/archive/', title: 'Archive', days: years[0].days, links: years.map(({ url, title, days }) => link(url, title, days.length)) },
    ...topics,
    { url: '/topics/', title: 'Topics', links: byTopic.map(([title, own]) => link(topicUrl(title), title, own.length)) },
  ]
}

// Each file is its address and a function, for the papers are not rendered when lists are made.
export const makeFiles = papers => {
  const newest = papers.slice(0, 100)
  const ofDay = ({ day, papers }) => [
    [`/${day}.json`, () => `{"version": 1, "date": "${day}", "papers": [\n${papers.map(record).join(',\n')}\n]}\n`],
    [`/${day}.md`, () => `# ${site.title}, ${long(day)}\n\n${papers.map(markdown).join('\n')}`],
    [`/${day}.bib`, () => papers.map(factsOf).map(bibtex).join('\n')],
    [`/${day}.ris`, () => papers.map(factsOf).map(ris).join('\n')],
    [`/${day}.csl.json`, () => `[\n${papers.map(factsOf).map(csl).join(',\n')}\n]\n`],
    [`/${day}/atom.xml`, () => atom(`/${day}/atom.xml`, papers)],
  ]
  const ofMonth = ([month, own]) => [
    `/${month}.jsonl`, () => byDay(own).reverse().flatMap(day => day.papers).map(paper => `${record(paper)}\n`).join('')]
  return [
    ...byDay(papers).flatMap(ofDay), ...groups(papers, period(7)).map(ofMonth),
    ['/feed.xml', () => rss(newest)], ['/atom.xml', () => atom('/atom.xml', newest)], ['/feed.json', () => jsonFeed(newest)],
    ['/sitemap.xml', () => sitemap([...makePages(papers), ...papers].map(({ url }) => url))],
  ].map(([url, text]) => ({ url, text }))
}

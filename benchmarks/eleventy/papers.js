// What pages, feeds and data files say of a paper. A paper is an item of Eleventy's collections.
export const site = {
  title: 'Daily Papers',
  description: 'Machine-learning papers, day by day, with their abstracts. Searchable, and with a feed.',
  url: 'https://papers.example.org',
  authority: 'papers.example.org',
}
const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" }
const marks = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
const latex = {
  '\\': '\\textbackslash{}', '{': '\\textbraceleft{}', '}': '\\textbraceright{}', '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}',
}
const longDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

export const plain = html =>
  html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|amp|quot|#39);/g, name => entities[name]).trim()
export const xml = text => text.replace(/[<>&"]/g, mark => marks[mark])
export const excerpt = text => text.length <= 160 ? text : `${text.slice(0, text.lastIndexOf(' ', 159))}…`
export const topicUrl = name => `/topics/${name.toLowerCase().replaceAll(' ', '-')}/`
export const long = day => longDate.format(new Date(day))

// The facts of a paper, for its own page and for data files.
export const facts = (title, day, slug, topics) => ({ title, day, slug, topics, url: `${site.url}/${day}/${slug}/` })
export const factsOf = ({ data, fileSlug }) => facts(data.title, data.day, fileSlug, data.topics)

export const bibtex = ({ title, day, slug, url }) => {
  const text = title.replace(/[\\{}$&#%_~^<>|]/g, mark => latex[mark] ?? `\\${mark}`)
  return `@misc{${slug}-${day},\n  title = {{${text}}},\n  url = {${url}},\n}\n`
}
export const ris = ({ title, day, slug, topics, url }) => [
  'TY  - GEN', `ID  - ${slug}-${day}`, `TI  - ${title}`, `UR  - ${url}`,
  ...topics.map(topic => `KW  - ${topic}`), 'ER  - ', ''].join('\n')
export const csl = ({ title, day, slug, url }) =>
  JSON.stringify({ id: `${slug}-${day}`, type: 'article', title, URL: url })
export const linked = ({ title, day, topics, url }, abstract) => JSON.stringify({
  '@context': 'https://schema.org', '@type': 'ScholarlyArticle', name: title, abstract: abstract || undefined, url,
  datePublished: day, keywords: topics.length ? topics : undefined,
}).replaceAll('<', '\\u003c')
export const record = paper => {
  const { title, day, slug, topics, url } = factsOf(paper)
  return JSON.stringify({
    slug, url, title, summary: plain(paper.templateContent) || undefined,
    submittedOnDailyAt: `${day}T00:00:00.000Z`, topics: topics.length ? topics : undefined,
  })
}
export const markdown = paper =>
  `## ${paper.data.title.replace(/[\\`*_<&$[]/g, '\\$&')}\n\n<${site.url}${paper.url}>\n\n${paper.rawInput}`

const tag = paper => `tag:${site.authority},${paper.data.day}:${paper.fileSlug}`
const html = paper => paper.templateContent || '<p>No abstract.</p>'
const instant = date => date.toISOString().replace('.000', '')
const terms = paper => paper.data.topics.map(topic => `<category term="${xml(topic)}"/>`).join('')
const entry = paper => `<entry><id>${tag(paper)}</id><title>${xml(paper.data.title)}</title>` +
  `<link href="${site.url}${paper.url}"/><published>${instant(paper.date)}</published>` +
  `<updated>${instant(paper.date)}</updated>${terms(paper)}<content type="html">${xml(html(paper))}</content></entry>\n`
const item = paper => `<item><title>${xml(paper.data.title)}</title><link>${site.url}${paper.url}</link>` +
  `<guid isPermaLink="false">${tag(paper)}</guid><pubDate>${paper.date.toUTCString()}</pubDate>${terms(paper)}` +
  `<description>${xml(html(paper))}</description></item>\n`

export const atom = (url, papers) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:${site.authority},2025:feed/</id><title>${site.title}</title><updated>${instant(papers[0].date)}</updated>
<link href="${site.url}${url}" rel="self"/>
${papers.map(entry).join('')}</feed>\n`
export const rss = papers => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>${site.title}</title><link>${site.url}/</link><description>${site.description}</description>
${papers.map(item).join('')}</channel></rss>\n`
export const jsonFeed = papers => JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1', title: site.title, home_page_url: `${site.url}/`,
  items: papers.map(paper => ({
    id: tag(paper), url: site.url + paper.url, title: paper.data.title, content_html: html(paper),
    date_published: instant(paper.date), tags: paper.data.topics.length ? paper.data.topics : undefined,
  })),
})
export const sitemap = urls => `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.map(url => `<url><loc>${site.url}${url}</loc></url>\n`).join('')}</urlset>\n`

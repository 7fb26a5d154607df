// What pages, feeds and data files say of a paper. A paper is an item of Eleventy's collections.
import { readFileSync } from 'node:fs'

const site = JSON.parse(readFileSync(new URL('src/_data/site.json', import.meta.url)))
const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" }
const marks = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
const latex = {
  '\\': '\\textbackslash{}', '{': '\\textbraceleft{}', '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
  '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}',
}

export const plain = html =>
  html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|amp|quot|#39);/g, name => entities[name]).trim()
export const xml = text => text.replace(/[<>&"]/g, mark => marks[mark])
export const excerpt = (text, limit) => {
  const line = text.split(/\s+/).join(' ').trim()
  if (line.length <= limit) return line
  const cut = line.slice(0, limit - 1)
  return cut.slice(0, cut.lastIndexOf(' ')).replace(/[ ,;:.]+$/, '') + '…'
}
export const topicUrl = name => `/topics/${name.toLowerCase().replaceAll(' ', '-')}/`

// A paper's words are asked for by several files: they are kept with it.
const kept = new WeakMap()
export const words = paper => {
  if (!kept.has(paper)) kept.set(paper, plain(paper.templateContent))
  return kept.get(paper)
}

export const bibtex = (title, day, slug) => {
  const text = title.replace(/[\\{}$&#%_~^<>|]/g, mark => latex[mark] ?? `\\${mark}`)
  return `@misc{${slug}-${day},\n  title = {{${text}}},\n  url = {${site.url}/${day}/${slug}/},\n}\n`
}
export const ris = (title, day, slug, topics) => [
  'TY  - GEN', `ID  - ${slug}-${day}`, `TI  - ${title}`, `UR  - ${site.url}/${day}/${slug}/`,
  ...topics.map(topic => `KW  - ${topic}`), 'ER  - ', '',
].join('\n')
export const csl = (title, day, slug) =>
  JSON.stringify({ id: `${slug}-${day}`, type: 'article', title, URL: `${site.url}/${day}/${slug}/` })
export const risUrl = (title, day, slug, topics) => 'data:application/x-research-info-systems;charset=utf-8,' +
  encodeURIComponent(ris(title, day, slug, topics).replaceAll('\n', '\r\n'))
export const cslUrl = (title, day, slug) => 'data:application/vnd.citationstyles.csl+json,' +
  encodeURIComponent(`[\n${csl(title, day, slug)}\n]\n`)
export const linked = (title, day, url, topics, abstract) => JSON.stringify({
  '@context': 'https://schema.org',
  '@type': 'ScholarlyArticle',
  headline: excerpt(title, 110),
  name: title,
  abstract: abstract || undefined,
  url: site.url + url,
  datePublished: day,
  keywords: topics.length ? topics : undefined,
  inLanguage: site.language,
}).replaceAll('<', '\\u003c')

const records = new WeakMap()
export const record = paper => {
  if (!records.has(paper)) records.set(paper, JSON.stringify({
    slug: paper.fileSlug,
    url: site.url + paper.url,
    title: paper.data.title,
    summary: words(paper) || undefined,
    submittedOnDailyAt: `${paper.data.day}T00:00:00.000Z`,
    topics: paper.data.topics.length ? paper.data.topics : undefined,
  }))
  return records.get(paper)
}
export const markdown = paper => {
  const title = paper.data.title.replace(/[\\`*_<&$[]/g, '\\$&')
  return [`## ${title}`, `<${site.url}${paper.url}>`, paper.rawInput.trim()].filter(Boolean).join('\n\n')
}

export const tag = paper => `tag:${site.authority},${paper.data.day}:${paper.fileSlug}`
export const html = paper => paper.templateContent || '<p>No abstract.</p>'
const instant = date => date.toISOString().replace('.000', '')
const entry = paper => {
  const when = instant(paper.date)
  const topics = paper.data.topics.map(topic => `<category term="${xml(topic)}"/>`).join('')
  const summary = excerpt(words(paper), 300)
  return `<entry><id>${tag(paper)}</id><title>${xml(paper.data.title)}</title>` +
    `<link href="${site.url}${paper.url}" rel="alternate" type="text/html"/>` +
    `<published>${when}</published><updated>${when}</updated>${topics}` +
    (summary && `<summary>${xml(summary)}</summary>`) +
    `<content type="html">${xml(html(paper))}</content></entry>\n`
}
export const atom = (generator, self, date, papers, previous, isArchive) =>
  `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${site.language}">
<id>tag:${site.authority},2025:feed/</id>
<title>${xml(site.title)}</title>
<subtitle>${xml(site.description)}</subtitle>
<updated>${instant(date)}</updated>
<author><name>${xml(site.title)}</name></author>
<generator>${xml(generator)}</generator>
<link href="${site.url}/" rel="alternate" type="text/html"/>
${isArchive && previous ? '<fh:archive/>\n' : ''}<link href="${site.url}${self}" rel="self" type="application/atom+xml"/>
${previous ? `<link href="${site.url}${previous.url}archive.xml" rel="prev-archive" type="application/atom+xml"/>\n` : ''}` +
  (isArchive ? `<link href="${site.url}/atom.xml" rel="current" type="application/atom+xml"/>\n` : '') +
  papers.map(entry).join('') + '</feed>\n'
export const jsonFeed = papers => JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: site.title,
  home_page_url: `${site.url}/`,
  feed_url: `${site.url}/feed.json`,
  description: site.description,
  language: site.language,
  authors: [{ name: site.title }],
  items: papers.map(paper => ({
    id: tag(paper),
    url: site.url + paper.url,
    title: paper.data.title,
    content_html: html(paper),
    summary: excerpt(words(paper), 300) || undefined,
    date_published: instant(paper.date),
    tags: paper.data.topics.length ? paper.data.topics : undefined,
  })),
}, null, 1) + '\n'
export const sitemap = (rows, [root, one] = ['urlset', 'url']) => {
  const line = ([url, day]) =>
    `<${one}><loc>${site.url}${url}</loc>${day ? `<lastmod>${day}</lastmod>` : ''}</${one}>\n`
  return '<?xml version="1.0" encoding="utf-8"?>\n' +
    `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${rows.map(line).join('')}</${root}>\n`
}

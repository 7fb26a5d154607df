// The site of the comparison in Eleventy. A paper is src/<day>/<slug>.md; all other pages and files are made of lists.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { makeFiles, makePages } from './lists.js'
import * as papers from './papers.js'

export default function (config) {
  const stamp = createHash('md5').update(readFileSync('static/style.css')).digest('hex').slice(0, 8)
  config.addPassthroughCopy({ 'static/style.css': `style.${stamp}.css` })
  config.addGlobalData('style', `/style.${stamp}.css`)
  config.addGlobalData('site', papers.site)
  config.addGlobalData('layout', 'paper.njk')
  for (const [name, make] of Object.entries(papers)) if (make instanceof Function) config.addFilter(name, make)

  const newestFirst = api => api.getFilteredByGlob('src/2*/*.md').sort((a, b) => b.date - a.date)
  config.addCollection('papers', newestFirst)
  config.addCollection('beside', api => {
    const all = newestFirst(api)
    return Object.fromEntries(all.map((paper, at) => [paper.url, [all[at - 1], all[at + 1]]
      .map(other => other?.data.day === paper.data.day ? other : undefined)]))
  })
  config.addCollection('pages', api => makePages(newestFirst(api)))
  config.addCollection('files', api => makeFiles(newestFirst(api)))

  config.amendLibrary('md', library => {
    library.set({ html: false, linkify: true, breaks: false })
    library.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('//', null)
  })
  return {
    dir: { input: 'src', output: '_site' },
    markdownTemplateEngine: false, // braces in an abstract are text
    htmlTemplateEngine: false,
  }
}

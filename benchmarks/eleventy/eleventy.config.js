// The site of the benchmark in Eleventy. The days stand in src/<day>/, with index.md for the day.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { gap, noPapers, weekOf } from './calendar.js'
import { makeLists } from './lists.js'
import { bibtex, cslUrl, excerpt, linked, plain, risUrl, tag, topicUrl } from './papers.js'

const date = value => new Date(value)
const form = options => value =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date(value))
const formats = {
  long: form({ day: 'numeric', month: 'long', year: 'numeric' }),
  weekday: form({ weekday: 'long' }),
  month: form({ month: 'long', year: 'numeric' }),
  short: form({ day: 'numeric' }),
}
const cached = make => {
  const known = new Map()
  return value => {
    const key = +date(value)
    if (!known.has(key)) known.set(key, make(value))
    return known.get(key)
  }
}
const count = (number, noun = 'paper') =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

export default function (config) {
  const assets = {}
  for (const name of readdirSync('static')) {
    const stamp = createHash('md5').update(readFileSync(`static/${name}`)).digest('hex').slice(0, 8)
    const at = name.lastIndexOf('.')
    assets[name] = `/assets/${name.slice(0, at)}.${stamp}${name.slice(at)}`
    config.addPassthroughCopy({ [`static/${name}`]: assets[name].slice(1) })
  }
  config.addFilter('asset', name => assets[name])
  config.addFilter('long_date', cached(formats.long))
  config.addFilter('weekday', cached(formats.weekday))
  config.addFilter('month_name', cached(formats.month))
  config.addFilter('short_day', cached(formats.short))
  config.addFilter('weekday_number', value => date(value).getUTCDay() || 7)
  config.addFilter('iso', value => date(value).toISOString().slice(0, 10))
  config.addFilter('monday', value => new Date(date(value) - ((date(value).getUTCDay() + 6) % 7) * 86_400_000))
  config.addFilter('week_name', value => weekOf(date(value)).name)
  config.addFilter('gap', gap)
  config.addFilter('no_papers', noPapers)
  config.addFilter('rfc822', value => date(value).toUTCString())
  config.addFilter('count', count)
  config.addFilter('heat', (number, most) => Math.ceil(4 * number / most))
  config.addFilter('excerpt', excerpt)
  config.addFilter('plain', plain)
  config.addFilter('topic_url', topicUrl)
  config.addFilter('bibtex', bibtex)
  config.addFilter('linked', linked)
  config.addFilter('ris_url', risUrl)
  config.addFilter('csl_url', cslUrl)
  config.addFilter('tag', tag)
  config.addFilter('has_code', html => /(?:github|gitlab)\.com\/|(?:bitbucket|codeberg)\.org\//.test(html))

  let lists
  config.on('eleventy.before', () => { lists = undefined })
  for (const name of ['papers', 'days', 'byDay', 'around', 'months', 'weeks', 'years', 'topics', 'topicMonths', 'newestPapers'])
    config.addCollection(name, api => (lists ??= makeLists(api.getAll()))[name])

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

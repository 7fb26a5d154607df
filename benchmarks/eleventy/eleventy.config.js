// The site of the benchmark in Eleventy. The days stand in src/<day>/, with index.md for the day.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

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
const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" }
const excerpt = (text, limit) => {
  const line = text.split(/\s+/).join(' ').trim()
  if (line.length <= limit) return line
  const cut = line.slice(0, limit - 1)
  return cut.slice(0, cut.lastIndexOf(' ')).replace(/[ ,;:.]+$/, '') + '…'
}
const plain = html =>
  html.replace(/<[^>]*>/g, '').replace(/&(?:lt|gt|amp|quot|#39);/g, name => entities[name])

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
  config.addFilter('rfc822', value => date(value).toUTCString())
  config.addFilter('count', number =>
    `${number.toLocaleString('en')} ${number === 1 ? 'paper' : 'papers'}`)
  config.addFilter('excerpt', excerpt)
  config.addFilter('plain', plain)

  config.addCollection('papers', api => papersOf(api))
  config.addCollection('days', api => daysOf(api))
  // What stands before and after a paper or a day, by its address.
  config.addCollection('around', api => {
    const around = {}
    for (const list of [daysOf(api), ...Object.values(byDay(api))])
      list.forEach((item, i) => {
        around[item.url] = { previous: list[i - 1], next: list[i + 1] }
      })
    return around
  })
  config.addCollection('byDay', api => byDay(api))
  config.addCollection('years', api => {
    const papers = byDay(api)
    const years = new Map()
    for (const day of daysOf(api)) {
      const number = date(day.date).getUTCFullYear()
      const year = years.get(number) ?? { number, count: 0, days: 0, months: [] }
      years.set(number, year)
      const name = formats.month(day.date)
      if (year.months[0]?.name !== name) year.months.unshift({ name, days: [] })
      year.months[0].days.push(day)
      year.count += papers[day.data.day].length
      year.days += 1
    }
    return [...years.values()].reverse()
  })
  config.addCollection('newestPapers', api =>
    papersOf(api).sort((one, other) => other.date - one.date).slice(0, 100))

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

const papersOf = api => api.getAll().filter(item => item.data.layout === 'paper.njk')
const daysOf = api =>
  api.getAll().filter(item => item.data.layout === 'day.njk').sort((a, b) => a.date - b.date)
const byDay = api => {
  const days = {}
  for (const paper of papersOf(api)) (days[paper.data.day] ??= []).push(paper)
  for (const papers of Object.values(days)) papers.sort((a, b) => a.data.position - b.data.position)
  return days
}

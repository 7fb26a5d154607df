// Look through a document for what an attack leaves in it: `look(doc, base, own, isFragment)` gives
// texts. `base` is the address that its links are relative to, `own` are the origins of the site.
// What pages and feeds may hold is listed: anything else is told, so a new way to attack needs no new rule.
(() => {
  const words = (text) => new Set(text.trim().split(/\s+/))
  const elements = words(`a article aside b bdi blockquote body br button circle code dd del details div
    dl dt em fieldset footer form h1 h2 h3 h4 h5 h6 head header hr html i img input label legend li link
    main mark meta nav noscript ol optgroup option output p path pre s script search section select small
    span strong sub summary sup svg table tbody td tfoot th thead time title tr u ul
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
    annotation`)
  const attributes = words(`accept action align alt alttext aria-current aria-describedby aria-expanded
    aria-hidden aria-keyshortcuts aria-label aria-labelledby aria-live aria-pressed async autocomplete
    blocking charset class colspan content cx cy d datetime dir disabled download enterkeyhint height
    hidden href hreflang id lang maxlength media method name open placeholder property r rel required
    role rows rowspan scope selected spellcheck src start tabindex title type value viewbox width
    accent accentunder columnalign columnlines columnspacing data-mjx-texclass depth display
    displaystyle encoding fence form framespacing frame intent largeop linethickness lspace lquote
    mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines
    rowspacing rquote rspace scriptlevel separator stretchy symmetric voffset xmlns columnspan
    data-cite data-copy data-do data-fold data-title data-day data-days data-path data-netlify
    netlify netlify-honeypot data-theme data-year minlength size novalidate data-bundles data-engine
    autocapitalize aria-controls data-form data-per data-language loading
    data-page data-rest`)
  const addresses = ["href", "src", "action", "formaction", "poster", "data", "cite", "ping", "background",
    "manifest", "xlink:href", "srcset"]
  const loaded = ["img", "script", "iframe", "source", "video", "audio", "embed", "input", "use", "image"]
  const short = (text) => String(text).slice(0, 90)

  // The icon, and files of references: a browser saves them, and opens none as a page.
  const isOwnData = (one, type) => one.localName === "link"
    ? one.rel === "icon" && type.startsWith("image/")
    : one.hasAttribute("download") && /^application\/(x-research-info-systems|vnd\.citationstyles)/.test(type)

  const lookAtAddress = (one, name, base, own) => {
    const value = one.getAttribute(name)
    let url
    try { url = new URL(value, base) } catch { return [] } // leads nowhere
    const tag = one.localName
    if (url.protocol === "data:" && isOwnData(one, url.pathname)) return []
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) return [`<${tag} ${name}="${short(value)}">`]
    const isSheet = tag === "link" && /stylesheet|preload|prefetch|icon|manifest|connect/.test(one.rel)
    const mustBeOwn = isSheet || loaded.includes(tag) || (name === "action" && !own.forms)
    if (mustBeOwn && !own.origins.includes(url.origin)) return [`loads ${short(url)} by <${tag} ${name}>`]
    // An address that looks as if it were of this site must be.
    const isProse = one.closest(".abstract, .notes, article > div") && /^\/\/\w/.test(value) // Markdown of the owner
    const looksOwn = name === "href" && /^\s*[/\\]/.test(value) && !isProse
    return looksOwn && !own.origins.includes(url.origin) ? [`leads to ${short(url)} by "${short(value)}"`] : []
  }

  const lookAtScript = (one) => {
    if (!one.textContent.trim()) return []
    if (!["application/ld+json", "speculationrules", "application/json"].includes(one.type))
      return [`a script: ${short(one.textContent)}`]
    try { JSON.parse(one.textContent) } catch { return [`no JSON: ${short(one.textContent)}`] }
    return []
  }

  const lookAtElement = (one, base, own, extra) => {
    const tag = one.localName, found = []
    if (!elements.has(tag) && !extra.has(tag)) found.push(`<${tag}>`)
    if (tag === "meta" && one.hasAttribute("http-equiv")) found.push(`<meta http-equiv=${one.httpEquiv}>`)
    if (tag === "script") found.push(...lookAtScript(one))
    for (const { name } of one.attributes) {
      if (!attributes.has(name.toLowerCase()) && !extra.has(`@${name}`)) found.push(`<${tag} ${short(name)}>`)
      if (addresses.includes(name)) found.push(...lookAtAddress(one, name, base, own))
    }
    return found
  }

  window.look = (doc, base, own, extra = []) => {
    const more = new Set(extra)
    return [...doc.querySelectorAll("*")].flatMap((one) => lookAtElement(one, base, own, more))
  }
})()

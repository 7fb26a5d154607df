const form = document.querySelector("#search");
const box = form.elements.q;
const { sort, topic, month, code } = form.elements;
const [status, again, narrow, opener, panel, clear, nothing, list, more] =
  ["status", "again", "narrow", "filter", "filters", "clear", "nothing", "results", "more"].map((id) => document.getElementById(id));
const LANGUAGE = document.documentElement.lang;
const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, "0"));
const AT_ONCE = 10;
const FEW = 5;
const PATIENCE = 8_000; // milliseconds, after which a search that has not ended may be tried again
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", apos: "'" };
const NO_PAGE = { filters: { nothing: "" } }; // then Pagefind counts, and lists nothing
const NO_WORD = "\u0001"; // a letter of no word
const MARKS = /[\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu; // which Pagefind takes out of words

let parts = partsOf(form.dataset.bundles); // the bundles of the archive, newest first
let program = new URL(form.dataset.engine, location.href).href;
let engine; // the worker that searches
let renewal; // what replaces it, while that goes on
let turn = 0; // which search is the latest: an older one that ends later is dropped
let hits = []; // in the order of the list
let sought = ""; // the words that found them
let kept = 0; // the turn whose hits these are
let whole = 0; // the turn that has ended, with all that could be searched
let shown = ""; // the search whose results are in the list
let size = AT_ONCE; // how many of them are wanted
let entered = ""; // the query that was confirmed: Enter opens its first paper
let gaps = new Set(); // what could not be loaded: "all", "part", "texts", "filters", "spelling"
let wait;

window.trustedTypes?.createPolicy("default", {
  createScriptURL(text) {
    if (new URL(text, location.href).href === program) return program;
    throw new TypeError(`Script refused: ${text}`);
  },
});

function partsOf(paths) {
  return paths.split(" ").map((path) => ({ path: new URL(path, location.href).pathname }));
}

/** The worker `engine.js`. A call is answered or rejected, also where the worker cannot begin or is ended. */
class Engine {
  #calls = new Map();
  #number = 0;
  #worker;
  #isOver = false;

  constructor(url) {
    this.#worker = new Worker(url, { type: "module", name: LANGUAGE });
    this.#worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const asked = this.#calls.get(id);
      this.#calls.delete(id);
      if (error) asked?.reject(new Error(error));
      else asked?.resolve(result);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end();
    });
  }

  call(method, ...args) {
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error("The search engine has ended."));
      else {
        this.#calls.set(++this.#number, { resolve, reject });
        this.#worker.postMessage({ id: this.#number, method, args });
      }
    });
  }

  end() {
    this.#isOver = true;
    this.#worker.terminate();
    for (const { reject } of this.#calls.values()) reject(new Error("The search engine has ended."));
    this.#calls.clear();
  }
}

/** Call the engine for a part. What fails closes the part, and names it. */
async function call(part, method, ...args) {
  engine ??= new Engine(program);
  try {
    return await engine.call(method, part.path, ...args);
  } catch (error) {
    part.opened = undefined;
    part.isOpen = false;
    error.part = part;
    throw error;
  }
}

/** Open a part. */
function load(part) {
  part.opened ??= call(part, "open").then((pages) => {
    Object.assign(part, { pages, counts: new Map(), isOpen: true });
    return part;
  });
  return part.opened;
}

/** Open the newest part before it is needed. What fails here is told when it is needed. */
const warm = () => load(parts[0]).catch(() => {});

/**
 * Begin anew: with a worker that has loaded nothing, and with the bundles that this page has now. The site may have been
 * deployed since it was opened, and then files of its bundles are gone.
 */
function renew() {
  renewal ??= (async () => {
    const request = fetch(location.pathname, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    const text = await request.then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
    const [bundles, url] = ["bundles", "engine"].map((name) => text.match(`data-${name}="([^"]+)"`)?.[1]);
    engine?.end();
    engine = undefined;
    if (url) program = new URL(url, location.href).href;
    parts = bundles ? partsOf(bundles) : parts.map(({ path }) => ({ path }));
    kept = 0;
  })().finally(() => { renewal = undefined; });
  return renewal;
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** Every second part is a match, and goes into a <mark>. */
const marked = (parts) => parts.map((part, i) => (i % 2 ? element("mark", part) : part));

const wordsOf = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];

function markTitle(title, sought) {
  const words = wordsOf(sought);
  if (!words.length) return [title];
  words.sort((a, b) => b.length - a.length);
  return marked(title.split(new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})`, "giu")));
}

function markExcerpt(excerpt) {
  const decode = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27|apos);/g, (_, name) => ENTITIES[name]);
  return marked(excerpt.split(/<mark>(.*?)<\/mark>/s).map(decode));
}

function result({ url, excerpt, meta }) {
  const text = element("p", /^\p{Ll}/u.test(excerpt) ? "… " : "", ...markExcerpt(excerpt), /[.!?]$/.test(excerpt) ? "" : " …");
  // What matched in the abstract also shows which forms of a word count as the same.
  const forms = [...text.querySelectorAll("mark")].map((mark) => mark.textContent);
  const link = element("a", ...markTitle(meta.title, [sought, ...forms].join(" ")));
  const found = [...new Set([...wordsOf(sought), ...forms].map((word) => word.toLowerCase()))];
  link.href = `${url}#words=${encodeURIComponent(found.slice(0, 12).join(" "))}`; // which the paper's page marks
  const heading = element("h2", link);
  heading.dir = text.dir = "auto";
  const day = element("p", meta.day ?? "");
  day.className = "day";
  return element("li", heading, day, text);
}

/**
 * Show the hits: anew from the first, or those that follow the ones that stand there. Where a text cannot be loaded, what
 * `old` has of that hit stands for it.
 */
async function draw(isMore, upTo, old = []) {
  const [order, from] = [hits, isMore ? list.children.length : 0];
  const data = await Promise.all(order.slice(from, upTo).map((hit) => hit.data().catch(() => null)));
  if (order !== hits || (isMore && from !== list.children.length)) return [];
  const made = data.map((one, i) => {
    const key = order[from + i].key;
    const item = one ? result(one) : (old.find((was) => was.key === key) ?? element("li"));
    return Object.assign(item, { key, hidden: !item.firstChild });
  });
  const focused = list.contains(document.activeElement) && document.activeElement;
  if (isMore) list.append(...made);
  else list.replaceChildren(...made);
  if (focused && !isMore) {
    const same = [...list.querySelectorAll("a")].find((link) => link.pathname === focused.pathname);
    (same ?? firstStop()).focus();
  }
  more.hidden = list.children.length >= hits.length;
  return made;
}

/** Where the focus goes when what had it is gone. */
const firstStop = () => list.querySelector("a") ?? box;

/** Count the results whose text could not be loaded. */
const countMissing = () => list.querySelectorAll(":scope > [hidden]").length;

/** Mark the first paper where Enter opens it: it was asked for by Enter before. */
function choose() {
  const first = list.querySelector("a");
  first?.classList.toggle("selected", entered === box.value.trim() && whole === turn && !gaps.size);
  return first?.matches(".selected") ? first : null;
}

function remember() {
  const url = new URL(location.href);
  for (const field of [box, sort, topic, month, code]) {
    const value = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value.trim();
    if (value && box.value.trim()) url.searchParams.set(field.name, value);
    else url.searchParams.delete(field.name);
  }
  history.replaceState(null, "", url);
}

/** Give the filters that the reader chose, but for one. */
function chosen(without) {
  const wanted = {};
  if (topic.value && without !== "topic") wanted.topic = topic.value;
  if (month.value && without !== "month") {
    const isYear = month.value.length === 4;
    wanted.month = isYear ? { any: MONTHS.map((number) => `${month.value}-${number}`) } : month.value;
  }
  if (code.checked && without !== "code") wanted.code = "yes";
  return wanted;
}

const monthFormat = new Intl.DateTimeFormat(LANGUAGE, { month: "long", year: "numeric", timeZone: "UTC" });
const monthName = (name) => (name.length === 4 ? `All of ${name}` : monthFormat.format(new Date(`${name}-01`)));
const numbered = (name, papers) => (papers === undefined ? name : `${name} (${papers.toLocaleString(LANGUAGE)})`);

/** Offer these values, and the chosen one; each with its papers. */
function offer(field, values, names = (value) => value) {
  const { value } = field;
  const all = new Map(values);
  if (value && !all.has(value)) all.set(value, values.length ? 0 : undefined);
  const options = [...all].map(([one, papers]) => new Option(numbered(names(one), papers), one, false, one === value));
  field.replaceChildren(field.options[0], ...options);
}

/** Count the papers of what was found by topic, month and code, each as if its own filter were not set. */
async function countFilters(mine, { opened, words }) {
  if (panel.hidden) return;
  const counts = {};
  await Promise.all(opened.map((part) => call(part, "filters")));
  for (const name of ["topic", "month", "code"]) {
    counts[name] = new Map();
    for (const { filters } of await Promise.all(opened.map((part) => ask(part, words, { filters: chosen(name) })))) {
      for (const [value, papers] of Object.entries(filters[name] ?? {})) {
        if (papers) counts[name].set(value, (counts[name].get(value) ?? 0) + papers);
      }
    }
  }
  if (mine !== turn || panel.hidden) return;
  const topics = [...counts.topic].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  offer(topic, topics);
  const years = new Map();
  for (const [name, papers] of counts.month) years.set(name.slice(0, 4), (years.get(name.slice(0, 4)) ?? 0) + papers);
  const months = [...counts.month, ...(years.size > 1 || month.value.length === 4 ? years : [])];
  offer(month, months.sort(([a], [b]) => (`${b}~` < `${a}~` ? -1 : 1)), monthName);
  code.nextElementSibling.textContent = numbered("Has code", counts.code.get("yes") ?? 0);
}

/** Show the filters, or put them away. */
function unfold(isOpen) {
  panel.hidden = !isOpen;
  opener.ariaExpanded = String(isOpen);
}

/** Count the papers of a part that match; the promise is kept. */
function count(part, words) {
  if (!part.counts.has(words)) part.counts.set(words, ask(part, words, NO_PAGE).then((found) => found.unfilteredResultCount));
  return part.counts.get(words);
}

/** Search a part. */
const ask = (part, words, options) => call(part, "search", words, options);

/** Tell if a part has the term, or a word that begins with it. Where none is, Pagefind takes a shorter word. */
async function knows(part, term) {
  if (await count(part, `"${term}"`)) return true;
  const longer = term + NO_WORD; // finds that shorter word only
  const [papers, shorter, both] = await Promise.all([term, longer, `${term} ${longer}`].map((words) => count(part, words)));
  return papers !== shorter || papers !== both;
}

/**
 * What a score of each part is worth among all, for in each the rarity of a term is the term's there;
 * 0 where a term is unknown that another part knows. A guess is for terms that none knows.
 */
async function weigh(opened, words, isGuess) {
  const isPlain = !/^\s*".+"\s*$/.test(words) && !/^(zh|ja|th)\b/i.test(LANGUAGE);
  if (parts.length === 1 || !isPlain) return opened.map(() => 1);
  const rarity = (pages, papers) => Math.log(1 + Math.max(0, pages - papers + 0.5) / (papers + 0.5));
  const known = opened.map(() => true);
  const [there, all] = [opened.map(() => 0), opened.map(() => 0)];
  const terms = new Set(words.toLowerCase().replace(MARKS, "").split(/\s+/).filter(Boolean));
  await Promise.all([...terms].map(async (term) => {
    const knowing = await Promise.all(opened.map((part) => knows(part, term)));
    if (isGuess && !knowing.includes(true)) knowing.fill(true);
    const papers = await Promise.all(opened.map((part, i) => (knowing[i] ? count(part, term) : 0)));
    for (const [i, part] of opened.entries()) {
      known[i] &&= knowing[i];
      there[i] += rarity(part.pages, papers[i]);
      all[i] += rarity(sum(opened.map(({ pages }) => pages)), sum(papers));
    }
  }));
  return known.map((is, i) => (is ? all[i] / there[i] || 1 : 0));
}

/** Search the parts as if they were one index: the hits, and those parts that have all words. */
async function gather(opened, query, isGuess) {
  // Pagefind finds nothing for a word that begins with "<".
  const words = query.replaceAll("<", " ");
  const weights = await weigh(opened, words, isGuess);
  const having = opened.filter((_, i) => weights[i]);
  const found = await Promise.all(having.map(async (part) => {
    const isSealed = /\/\d+\/$/.test(part.path); // a year's pages are named in the order of their days
    const options = { filters: chosen(), sort: sort.value && !isSealed ? { date: "desc" } : undefined };
    const asked = engine; // another may have another index
    const { results } = await ask(part, words, options);
    const weight = weights[opened.indexOf(part)];
    const found = results.map(({ id, score }, place) => ({
      id, score: score * weight, key: part.path + id, data: () => asked.call("text", part.path, words, options, { place, id }),
    }));
    return sort.value && isSealed ? found.sort((a, b) => (a.id < b.id ? 1 : -1)) : found;
  }));
  const all = found.flat();
  return { hits: sort.value ? all : all.sort((a, b) => b.score - a.score), opened: having, words };
}

/** Give the words that no part has, nor a word that begins with them. */
async function findUnknown(opened, query) {
  const words = query.toLowerCase().split(/[\s\p{Pd}]+/u).map((word) => word.replace(MARKS, "")); // parts of compounds too
  const known = await Promise.all(words.map((word) => Promise.all(opened.map((part) => knows(part, word)))));
  return words.filter((word, i) => /^\p{L}{4,}$/u.test(word) && !known[i].includes(true));
}

/** Give the query as it was meant, where a word of it is nowhere: the nearest words of titles are fetched for that. */
async function correct(opened, query) {
  const unknown = await findUnknown(opened, query);
  if (!unknown.length) return query;
  return engine.call("correct", query, unknown, opened.map((part) => `${part.path}words.txt`));
}

/** Search these parts, which are the whole archive. Where `isLast`, a spelling that cannot be mended is a gap. */
async function find(opened, query, isLast) {
  let found;
  // The index knows "comput", which a half typed "computa" has outgrown: then take a few letters back.
  for (let cut = 0; cut <= 3; cut++) {
    const words = query.slice(0, query.length - cut);
    found = await gather(opened, words);
    if (found.hits.length || !/\p{L}{5}$/u.test(words)) break;
  }
  if (!found.hits.length && opened.length > 1) found = await gather(opened, query, true);
  let meant = query;
  try {
    meant = await correct(opened, query);
  } catch (error) {
    if (!isLast || error.part) throw error;
    found.isUnmended = true;
  }
  const better = meant !== query && (await gather(opened, meant));
  return better?.hits?.length ? { ...better, meant } : found;
}

const plural = (papers) => `${papers.toLocaleString(LANGUAGE)} ${papers === 1 ? "paper" : "papers"}`;

/** Name a search: the query, and how its results are narrowed and sorted. */
const nameOf = (query) => JSON.stringify([query, sort.value, chosen()]);

/** Say what was found, and what could not be loaded. "No papers" is said only where all that could hold one was read. */
function report(query, meant = query) {
  const [isPart, isUnmended, missing] = [gaps.has("part"), gaps.has("spelling"), countMissing()];
  let found = `${hits.length ? plural(hits.length) : "No papers"} for “${meant}”`;
  if (meant !== query) found += isPart ? `, as “${query}” was not found` : `, as no paper has “${query}”`;
  if (!hits.length && isUnmended) found = `“${query}” was not found`;
  if (!hits.length && isPart) found = `What could be searched does not have “${query}”`;
  const sentences = [
    found,
    isPart && "Part of the archive could not be searched",
    isUnmended && "The spelling could not be checked",
    missing && `${plural(missing)} could not be shown`,
    gaps.has("filters") && "The filters could not be loaded",
  ].filter(Boolean);
  if (gaps.has("all")) sentences.splice(0, Infinity, "The search index could not be loaded");
  status.textContent = sentences.join(". ") + (gaps.size ? "." : "");
  nothing.hidden = hits.length > 0 || gaps.size > 0;
  offerAgain(gaps.size > 0);
}

/** Show the button that tries again, or put it away. */
function offerAgain(isOffered) {
  const isLeft = document.activeElement === again && !isOffered;
  again.hidden = !isOffered;
  if (isLeft) firstStop().focus();
}

/** Take away the results of another search. */
function drop() {
  hits = [];
  list.replaceChildren();
  more.hidden = nothing.hidden = true;
}

/** Show what was found; while older parts are still searched, so far. Fails where a text is missing, unless `isLast`. */
async function tell(mine, query, { hits: found, meant = query }, { isSoFar, isLast }) {
  if (mine !== turn) return;
  const isRead = list.contains(document.activeElement) || document.activeElement === more || list.getBoundingClientRect().top < 0;
  const there = list.children.length;
  if (kept === mine && isRead && there) {
    // What is being read stays where it is, and the rest follows.
    const stay = hits.slice(0, there);
    const keys = new Set(stay.map((hit) => hit.key));
    hits = [...stay, ...found.filter((hit) => !keys.has(hit.key))];
    await draw(true, Math.max(size, there));
  } else {
    hits = found;
    sought = meant;
    kept = mine;
    const old = shown === nameOf(query) ? [...list.children] : [];
    shown = nameOf(query);
    await draw(false, size, old);
  }
  if (mine !== turn) return;
  if (isSoFar) {
    status.textContent = hits.length ? `${plural(hits.length)} so far…` : "Searching…";
    nothing.hidden = true;
  } else {
    if (countMissing()) {
      if (!isLast) throw new Error("The texts of some results are missing.");
      gaps.add("texts");
    }
    whole = mine;
    report(query, meant);
  }
  const isNarrow = Object.keys(chosen()).length > 0;
  narrow.hidden = !hits.length && !isNarrow;
  clear.hidden = !isNarrow;
  if (narrow.hidden) unfold(false);
  choose();
  remember();
}

/** Search these parts, and show what is found as soon as there is some. */
async function search(mine, query, wanted, isLast) {
  const newest = await load(wanted[0]);
  if (mine !== turn) return;
  const isCold = wanted.some((part) => !part.isOpen);
  let early = wanted.length > 1 ? await gather([newest], query) : { hits: [] };
  if (isCold) await tell(mine, query, early, { isSoFar: true });
  const sofar = [newest];
  for (const part of wanted.slice(1, isCold ? -1 : 1)) { // show five papers before the rest is loaded
    if (early.hits.length >= FEW) break;
    sofar.push(await load(part));
    early = await gather(sofar, query);
    if (mine !== turn) return;
    await tell(mine, query, early, { isSoFar: true });
  }
  if (mine !== turn) return;
  const all = Promise.all(wanted.map(load)).then((opened) => find(opened, query, isLast));
  const pause = new Promise((resolve) => { setTimeout(resolve, 150); });
  if (wanted.length > 1 && !isCold && !(await Promise.race([all, pause]))) await tell(mine, query, early, { isSoFar: true });
  const found = await all;
  if (mine !== turn) return;
  gaps = new Set([...(wanted.length < parts.length ? ["part"] : []), ...(found.isUnmended ? ["spelling"] : [])]);
  await tell(mine, query, found, { isLast });
  try {
    await countFilters(mine, found);
  } catch (error) {
    if (!isLast || mine !== turn) throw error;
    gaps.add("filters");
    report(query, found.meant);
  }
}

/**
 * Search all parts. One that cannot be loaded ends the search, unless `isLast`: then the others are searched without it,
 * and it is left out until all is begun anew. Loaded later than the others, it could be of another deploy than they.
 */
async function seek(mine, query, isLast) {
  for (;;) {
    const wanted = parts.filter((part) => !part.isLost);
    try {
      return await search(mine, query, wanted, isLast);
    } catch (error) {
      if (mine !== turn || !isLast || !error.part || wanted.length === 1) throw error;
      error.part.isLost = true;
    }
  }
}

/** Say that nothing could be loaded; results of the same search that are there stay. */
function fail(query) {
  const isThere = shown === nameOf(query) && list.querySelector("a");
  gaps = new Set([isThere ? (countMissing() ? "texts" : "part") : "all"]);
  if (!isThere) drop();
  more.hidden = true;
  for (const part of parts) part.isLost = false;
  report(query, isThere ? sought : query);
  remember();
}

/** Search for what is in the box. Where that fails, all is begun anew and searched once more; `isAgain`: at once. */
async function run(isAgain = false) {
  clearTimeout(wait);
  const mine = ++turn;
  const query = box.value.trim();
  if (!query) {
    drop();
    gaps.clear();
    status.textContent = "";
    narrow.hidden = true;
    offerAgain(false);
    unfold(false);
    remember();
    return;
  }
  if (shown !== nameOf(query)) size = AT_ONCE;
  const slow = setTimeout(() => {
    if (mine !== turn) return;
    if (shown !== nameOf(query)) drop();
    status.textContent = `Still searching for “${query}”…`;
    offerAgain(true);
  }, PATIENCE);
  try {
    const isDone = !isAgain && (await seek(mine, query, false).then(() => true, () => false));
    if (isDone || mine !== turn) return;
    await renew();
    if (mine === turn) await seek(mine, query, true);
  } catch {
    if (mine === turn) fail(query);
  } finally {
    clearTimeout(slow);
  }
}

function move(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const stops = [box, ...(again.hidden ? [] : [again]), ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
  const at = stops.indexOf(document.activeElement);
  if (at < 0) return;
  const next = { ArrowDown: stops[at + 1], ArrowUp: stops[at - 1], Escape: box }[event.key];
  if (!next) return;
  event.preventDefault();
  if (event.key === "Escape" && at === 0) {
    box.value = "";
    run();
  } else if (next === box) box.select();
  else next.focus();
}

const asked = new URLSearchParams(location.search);
box.value = asked.get("q") ?? box.value;
sort.value = asked.get("sort") === "newest" ? "newest" : "";
code.checked = asked.has("code");
if (asked.get("topic")) topic.add(new Option(asked.get("topic"), asked.get("topic"), false, true));
if (/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(asked.get("month"))) {
  month.add(new Option(monthName(asked.get("month")), asked.get("month"), false, true));
}
unfold(Object.keys(chosen()).length > 0);
box.focus();

box.addEventListener("focus", warm);
box.addEventListener("input", () => {
  entered = "";
  choose();
  warm();
  clearTimeout(wait);
  wait = setTimeout(run, 120);
});
for (const choice of [sort, topic, month, code]) choice.addEventListener("change", () => run());
opener.addEventListener("click", () => {
  unfold(panel.hidden);
  if (!panel.hidden) run();
});
clear.addEventListener("click", () => {
  topic.value = month.value = "";
  code.checked = false;
  topic.focus();
  run();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const first = document.activeElement === box && choose();
  if (first) return first.click();
  entered = box.value.trim();
  run(gaps.size > 0);
});
document.addEventListener("keydown", move);
more.addEventListener("click", async () => {
  const from = list.children.length;
  size = from + AT_ONCE;
  const made = await draw(true, size);
  if (made.some((one) => one.hidden)) await run();
  list.children[from]?.querySelector("a")?.focus();
});
again.addEventListener("click", () => {
  status.textContent = "Searching…";
  run(true);
});
window.addEventListener("online", () => gaps.size && run(true));
entered = box.value.trim();
if (entered) run();

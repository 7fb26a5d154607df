const form = document.querySelector("#search");
const box = form.elements.q;
const { sort, topic, month, code } = form.elements;
const [status, narrow, opener, panel, clear, nothing, list, more] =
  ["status", "narrow", "filter", "filters", "clear", "nothing", "results", "more"].map((id) => document.getElementById(id));
const parts = form.dataset.bundles.split(" ").map((path) => ({ url: new URL(path, location.href) })); // newest first
const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, "0"));
const AT_ONCE = 10;
const FEW = 5;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", apos: "'" };
const NO_PAGE = { filters: { nothing: "" } }; // then Pagefind counts, and lists nothing
const NO_WORD = "\u0001"; // a letter of no word
const MARKS = /[\p{Pd}\p{Pe}\p{Pf}\p{Pi}\p{Po}\p{Ps}]/gu; // which Pagefind takes out of words

window.trustedTypes?.createPolicy("default", {
  createScriptURL(text) {
    const url = new URL(text, location.href);
    if (url.origin === location.origin && url.pathname.startsWith(parts[0].url.pathname)) return url.href;
    throw new TypeError(`Script refused: ${url.href}`);
  },
});

let turn = 0; // which search is the latest: an older one that ends later is dropped
let hits = []; // in the order of the list
let sought = ""; // the words that found them
let kept = 0; // the turn whose hits these are
let entered = ""; // the query that was confirmed: Enter opens its first paper
let isLacking = false; // a result's text could not be loaded
let wait;

/** Open a part. The newest brings the program, and must be open before the others, which share it. */
function load(part) {
  if (!part.opened) {
    part.opened = open(part);
    part.opened.catch(() => close(part));
  }
  return part.opened;
}

async function open(part) {
  const [{ createInstance }, pages] = await Promise.all([import(new URL("pagefind.js", parts[0].url).href), countPages(part)]);
  part.engine = createInstance({ basePath: part.url.pathname });
  await part.engine.search(""); // asks for nothing, but fails where the part is not there
  part.pages = pages;
  part.counts = new Map();
  part.isOpen = true;
  return part;
}

/** Count the papers of a part, by which words are rare or not. */
async function countPages(part) {
  if (parts.length === 1) return 0;
  const answer = await fetch(new URL("pagefind-entry.json", part.url));
  const { languages } = await answer.json();
  return sum(Object.values(languages).map((language) => language.page_count));
}

function close(part) {
  part.engine?.destroy();
  part.engine = part.opened = undefined;
  part.isOpen = false;
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

/** Show the hits: anew from the first, or those that follow the ones that stand there. */
async function draw(isMore, upTo = AT_ONCE) {
  const [order, from] = [hits, isMore ? list.children.length : 0];
  const data = await Promise.all(order.slice(from, upTo).map((hit) => hit.data().catch(() => null)));
  if (order !== hits || (isMore && from !== list.children.length)) return [];
  const made = data.map((one) => (one ? result(one) : element("li")));
  data.forEach((one, i) => { made[i].hidden = !one; });
  isLacking ||= data.includes(null);
  const isInList = list.contains(document.activeElement);
  if (isMore) list.append(...made);
  else list.replaceChildren(...made);
  if (isInList && !isMore) (list.querySelector("a") ?? box).focus();
  more.hidden = list.children.length >= hits.length;
  return made;
}

const isPartial = () => isLacking || parts.some((part) => !part.isOpen);

/** Mark the first paper where Enter opens it: it was asked for by Enter before. */
function choose() {
  const first = list.querySelector("a");
  first?.classList.toggle("selected", entered === box.value.trim() && kept === turn && !isPartial());
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

const monthFormat = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });
const monthName = (name) => (name.length === 4 ? `All of ${name}` : monthFormat.format(new Date(`${name}-01`)));
const numbered = (name, papers) => (papers === undefined ? name : `${name} (${papers.toLocaleString(document.documentElement.lang)})`);

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
  await Promise.all(opened.map((part) => part.engine.filters().catch(() => null)));
  for (const name of ["topic", "month", "code"]) {
    counts[name] = new Map();
    for (const { filters } of await Promise.all(opened.map((part) => ask(part, words, { filters: chosen(name) })))) {
      for (const [value, papers] of Object.entries(filters?.[name] ?? {})) {
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

/** Search a part. An older one that fails has nothing, and is opened anew next time. */
async function ask(part, words, options) {
  const { engine } = part;
  try {
    return await engine.search(words, options);
  } catch (error) {
    if (part.engine === engine) close(part);
    if (part === parts[0]) throw error;
    return { results: [], unfilteredResultCount: 0 };
  }
}

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
  const isPlain = !/^\s*".+"\s*$/.test(words) && !/^(zh|ja|th)\b/i.test(document.documentElement.lang);
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
    const isSealed = /\/\d+\/$/.test(part.url); // a year's pages are named in the order of their days
    const { results } = await ask(part, words, { filters: chosen(), sort: sort.value && !isSealed ? { date: "desc" } : undefined });
    if (sort.value && isSealed) results.sort((a, b) => (a.id < b.id ? 1 : -1));
    const weight = weights[opened.indexOf(part)];
    return results.map((hit) => ({ data: () => hit.data(), score: hit.score * weight, key: part.url + hit.id }));
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
  const read = async (part) => {
    part.words ??= fetch(new URL("words.txt", part.url)).then((answer) => (answer.ok ? answer.text() : ""), () => "");
    return (await part.words).split("\n");
  };
  const [spelling, ...lists] = await Promise.all([import("./spelling.js"), ...opened.map(read)]);
  return spelling.correct(query, unknown, lists);
}

/** Search the whole archive. */
async function find(opened, query) {
  let found;
  // The index knows "comput", which a half typed "computa" has outgrown: then take a few letters back.
  for (let cut = 0; cut <= 3; cut++) {
    const words = query.slice(0, query.length - cut);
    found = await gather(opened, words);
    if (found.hits.length || !/\p{L}{5}$/u.test(words)) break;
  }
  if (!found.hits.length && parts.length > 1) found = await gather(opened, query, true);
  const meant = await correct(opened, query);
  const better = meant !== query && (await gather(opened, meant));
  return better?.hits?.length ? { ...better, meant } : found;
}

/** Show what was found; while older parts are still searched, so far. */
async function tell(mine, query, { hits: found, meant = query }, isSoFar) {
  if (mine !== turn) return;
  const isRead = list.contains(document.activeElement) || document.activeElement === more || list.getBoundingClientRect().top < 0;
  const shown = list.children.length;
  if (kept === mine && isRead && shown) {
    // What is being read stays where it is, and the rest follows.
    const stay = hits.slice(0, shown);
    const keys = new Set(stay.map((hit) => hit.key));
    hits = [...stay, ...found.filter((hit) => !keys.has(hit.key))];
    await draw(true, Math.max(AT_ONCE, shown));
  } else {
    hits = found;
    sought = meant;
    kept = mine;
    await draw(false);
  }
  if (mine !== turn) return;
  const papers = `${hits.length ? hits.length.toLocaleString(document.documentElement.lang) : "No"} ${hits.length === 1 ? "paper" : "papers"}`;
  if (isSoFar) status.textContent = `${papers} so far…`;
  else {
    const instead = meant === query ? "" : `, as no paper has “${query}”`;
    status.textContent = `${papers} for “${meant}”${instead}${isPartial() ? ". Part of the archive could not be searched." : ""}`;
  }
  const isNarrow = Object.keys(chosen()).length > 0;
  nothing.hidden = isSoFar || hits.length > 0;
  narrow.hidden = !hits.length && !isNarrow;
  clear.hidden = !isNarrow;
  if (narrow.hidden) unfold(false);
  choose();
  remember();
}

async function run() {
  clearTimeout(wait);
  const mine = ++turn;
  const query = box.value.trim();
  isLacking = false;
  if (!query) {
    hits = [];
    list.replaceChildren();
    status.textContent = "";
    narrow.hidden = more.hidden = nothing.hidden = true;
    unfold(false);
    remember();
    return;
  }
  try {
    const newest = await load(parts[0]);
    if (mine !== turn) return;
    const isCold = parts.some((part) => !part.isOpen);
    let early = parts.length > 1 ? await gather([newest], query) : { hits: [] };
    if (isCold) await tell(mine, query, early, true);
    const sofar = [newest];
    for (const part of parts.slice(1, isCold ? -1 : 1)) { // show five papers before the rest is loaded
      if (early.hits.length >= FEW) break;
      const next = await load(part).catch(() => null);
      if (next) sofar.push(next);
      early = await gather(sofar, query);
      if (mine !== turn) return;
      await tell(mine, query, early, true);
    }
    if (mine !== turn) return;
    const whole = (async () => {
      const opened = await Promise.all(parts.map((part) => load(part).catch(() => null)));
      return find(opened.filter(Boolean), query);
    })();
    const pause = new Promise((resolve) => { setTimeout(resolve, 150); });
    if (parts.length > 1 && !isCold && !(await Promise.race([whole, pause]))) await tell(mine, query, early, true);
    const found = await whole;
    await tell(mine, query, found);
    await countFilters(mine, found);
  } catch (error) {
    if (mine === turn) status.textContent = "The search index could not be loaded. Please try again.";
    throw error;
  }
}

function move(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const stops = [box, ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
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

box.addEventListener("focus", () => load(parts[0]));
box.addEventListener("input", () => {
  entered = "";
  choose();
  load(parts[0]);
  clearTimeout(wait);
  wait = setTimeout(run, 120);
});
for (const choice of [sort, topic, month, code]) choice.addEventListener("change", run);
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
  run();
});
document.addEventListener("keydown", move);
more.addEventListener("click", async () => {
  const [first] = await draw(true, list.children.length + AT_ONCE);
  first?.querySelector("a")?.focus();
});
entered = box.value.trim();
if (entered) run();

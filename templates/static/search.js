const form = document.querySelector("#search");
const box = form.elements.q;
const { sort, month } = form.elements;
const [status, narrow, months, nothing, list, more] =
  ["status", "narrow", "months", "nothing", "results", "more"].map((id) => document.getElementById(id));
const parts = form.dataset.bundles.split(" ").map((path) => ({ url: new URL(path, location.href) })); // newest first
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
let kept = 0; // the turn whose hits these are
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
  const { createInstance } = await import(new URL("pagefind.js", parts[0].url).href);
  part.engine = createInstance({ basePath: part.url.pathname });
  const papers = (await part.engine.filters()).day ?? {};
  part.days = Object.keys(papers);
  part.pages = sum(Object.values(papers));
  part.counts = new Map();
  part.isOpen = true;
  return part;
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

function markTitle(title, sought) {
  const words = sought.match(/[\p{L}\p{N}]+/gu) ?? [];
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
  const link = element("a", ...markTitle(meta.title, [box.value, ...forms].join(" ")));
  link.href = url;
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

function remember() {
  const url = new URL(location.href);
  for (const field of [box, sort, month]) {
    const value = field.value.trim();
    if (value && box.value.trim()) url.searchParams.set(field.name, value);
    else url.searchParams.delete(field.name);
  }
  history.replaceState(null, "", url);
}

/** Offer the months of these parts, newest first, beside those that are offered. */
function fillMonths(opened) {
  const names = [...new Set(opened.flatMap(({ days }) => days.map((day) => day.slice(0, 7))))].sort().reverse();
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });
  for (const [i, name] of names.entries()) {
    const next = month.options[i + 1];
    if (next?.value !== name) month.add(new Option(format.format(new Date(`${name}-01`)), name), next);
  }
  if (names.includes(asked.get("month"))) month.value = asked.get("month");
  if (names.includes(asked.get("month")) || opened.length === parts.length) asked.delete("month");
  months.hidden = month.options.length < 3;
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

/** Search the parts as if they were one index. */
async function gather(opened, query, isGuess) {
  // Pagefind finds nothing for a word that begins with "<".
  const words = query.replaceAll("<", " ");
  const weights = await weigh(opened, words, isGuess);
  const chosen = month.value || asked.get("month");
  const found = await Promise.all(opened.map(async (part, i) => {
    const days = part.days.filter((day) => day.startsWith(chosen));
    if (!weights[i] || (chosen && !days.length)) return [];
    const { results } = await ask(part, words, {
      filters: chosen ? { day: { any: days } } : {},
      sort: sort.value ? { date: "desc" } : undefined,
    });
    return results.map((hit) => ({ data: () => hit.data(), score: hit.score * weights[i], key: part.url + hit.id }));
  }));
  return sort.value ? found.flat() : found.flat().sort((a, b) => b.score - a.score);
}

/** Search the whole archive. */
async function find(opened, query) {
  // The index knows "comput", which a half typed "computa" has outgrown: then take a few letters back.
  for (let cut = 0; cut <= 3; cut++) {
    const words = query.slice(0, query.length - cut);
    const found = await gather(opened, words);
    if (found.length) return found;
    if (!/\p{L}{5}$/u.test(words)) break;
  }
  return parts.length > 1 ? gather(opened, query, true) : [];
}

/** Show what was found; while older parts are still searched, so far. */
async function tell(mine, query, found, isSoFar) {
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
    kept = mine;
    await draw(false);
  }
  if (mine !== turn) return;
  const papers = `${hits.length ? hits.length.toLocaleString(document.documentElement.lang) : "No"} ${hits.length === 1 ? "paper" : "papers"}`;
  const isPartial = isLacking || parts.some((part) => !part.isOpen);
  if (isSoFar) status.textContent = `${papers} so far…`;
  else status.textContent = `${papers} for “${query}”${isPartial ? ". Part of the archive could not be searched." : ""}`;
  nothing.hidden = isSoFar || hits.length > 0;
  narrow.hidden = !hits.length && !month.value;
  if (!isSoFar || !asked.has("month")) remember();
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
    remember();
    return;
  }
  try {
    const newest = await load(parts[0]);
    fillMonths([newest]);
    if (mine !== turn) return;
    const isCold = parts.some((part) => !part.isOpen);
    let early = parts.length > 1 ? await gather([newest], query) : [];
    if (isCold) await tell(mine, query, early, true);
    const next = isCold && parts.length > 2 && early.length < FEW && await load(parts[1]).catch(() => null);
    if (mine !== turn) return;
    if (next) {
      // Show more papers before the rest is loaded.
      fillMonths([newest, next]);
      early = await gather([newest, next], query);
      await tell(mine, query, early, true);
    }
    if (mine !== turn) return;
    const whole = (async () => {
      const opened = await Promise.all(parts.map((part) => load(part).catch(() => null)));
      fillMonths(opened.filter(Boolean));
      return find(opened.filter(Boolean), query);
    })();
    const pause = new Promise((resolve) => { setTimeout(resolve, 150); });
    if (parts.length > 1 && !isCold && !(await Promise.race([whole, pause]))) await tell(mine, query, early, true);
    await tell(mine, query, await whole);
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
box.focus();

box.addEventListener("focus", () => load(parts[0]));
box.addEventListener("input", () => {
  load(parts[0]);
  clearTimeout(wait);
  wait = setTimeout(run, 120);
});
month.addEventListener("change", () => asked.delete("month"));
for (const choice of [sort, month]) choice.addEventListener("change", run);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
document.addEventListener("keydown", move);
more.addEventListener("click", async () => {
  const [first] = await draw(true, list.children.length + AT_ONCE);
  first?.querySelector("a")?.focus();
});
if (box.value.trim()) run();

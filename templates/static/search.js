const form = document.querySelector("#search");
const box = form.elements.q;
const { sort, month } = form.elements;
const [status, narrow, months, nothing, list, more] =
  ["status", "narrow", "months", "nothing", "results", "more"].map((id) => document.getElementById(id));
const bundle = new URL(form.dataset.bundle, location.href);
const AT_ONCE = 10;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", apos: "'" };

window.trustedTypes?.createPolicy("default", {
  createScriptURL(text) {
    const url = new URL(text, location.href);
    if (url.origin === location.origin && url.pathname.startsWith(bundle.pathname)) return url.href;
    throw new TypeError(`Script refused: ${url.href}`);
  },
});

let engine; // the promise of Pagefind, from the reader's first use on
let turn = 0; // which search is the latest: an older one that ends later is dropped
let hits = [];
let days = []; // all that have papers, newest first
let wait;

function load() {
  engine ??= (async () => {
    const pagefind = await import(new URL("pagefind.js", bundle).href);
    await pagefind.init();
    return pagefind;
  })();
  engine.catch(() => { engine = undefined; });
  return engine;
}

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

async function show(mine) {
  const from = mine ? 0 : list.children.length;
  const data = await Promise.all(hits.slice(from, from + AT_ONCE).map((hit) => hit.data()));
  if (mine && mine !== turn) return;
  const made = data.map(result);
  if (mine) list.replaceChildren(...made);
  else list.append(...made);
  more.hidden = list.children.length >= hits.length;
  if (!mine) made[0]?.querySelector("a").focus();
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

async function fillMonths(pagefind) {
  if (month.options.length > 1) return;
  days = Object.keys((await pagefind.filters()).day ?? {}).sort().reverse();
  const names = [...new Set(days.map((day) => day.slice(0, 7)))];
  if (month.options.length > 1) return;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });
  for (const name of names) month.add(new Option(format.format(new Date(`${name}-01`)), name));
  month.value = names.includes(asked.get("month")) ? asked.get("month") : "";
  months.hidden = names.length < 2;
}

async function find(pagefind, query) {
  const options = {
    filters: month.value ? { day: { any: days.filter((day) => day.startsWith(month.value)) } } : {},
    sort: sort.value ? { date: "desc" } : undefined,
  };
  // The index knows "comput", which a half typed "computa" has outgrown: then take a few letters back.
  for (let cut = 0; ; cut++) {
    // Pagefind finds nothing for a word that begins with "<".
    const words = query.slice(0, query.length - cut).replaceAll("<", " ");
    const found = await pagefind.search(words, options);
    if (found.results.length || cut === 3 || !/\p{L}{5}$/u.test(words)) return found;
  }
}

async function run() {
  clearTimeout(wait);
  const mine = ++turn;
  const query = box.value.trim();
  if (!query) {
    hits = [];
    list.replaceChildren();
    status.textContent = "";
    narrow.hidden = more.hidden = nothing.hidden = true;
    remember();
    return;
  }
  try {
    const pagefind = await load();
    await fillMonths(pagefind);
    const found = await find(pagefind, query);
    if (mine !== turn) return;
    hits = found.results;
    await show(mine);
    if (mine !== turn) return;
    const count = hits.length.toLocaleString(document.documentElement.lang);
    status.textContent = `${hits.length ? count : "No"} ${hits.length === 1 ? "paper" : "papers"} for “${query}”`;
    nothing.hidden = hits.length > 0;
    narrow.hidden = !hits.length && !month.value;
    remember();
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

box.addEventListener("focus", load);
box.addEventListener("input", () => {
  load();
  clearTimeout(wait);
  wait = setTimeout(run, 120);
});
for (const choice of [sort, month]) choice.addEventListener("change", run);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
document.addEventListener("keydown", move);
more.addEventListener("click", () => show());
if (box.value.trim()) run();

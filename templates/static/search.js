/** The search page: what is typed into the box -> the papers that it finds, and what is said of them. */

import { american } from "./american.js";
import { Archive, PATIENCE } from "./archive.js";
import { Filters } from "./filters.js";
import { find, findEarly, refine } from "./finding.js";
import { showAuthor } from "./author.js";
import { showNear } from "./near.js";
import { wordsOf } from "./normal.js";
import { isEmpty, parse } from "./query.js";
import { plural, replaceWords, tell } from "./report.js";
import { element, result } from "./results.js";

const form = document.querySelector("#search");
const box = form.elements.q;
const { sort } = form.elements;
const [status, again, nothing, author, near, list, more] =
  ["status", "again", "nothing", "author", "near", "results", "more"].map((id) => document.getElementById(id));
const LANGUAGE = document.documentElement.lang;
const AT_ONCE = 10;
const FEW = 5;

const archive = new Archive(form.dataset);
const filters = new Filters(form, LANGUAGE, { onChange: () => run(), onOpen: () => run() });
let turn = 0; // which search is the latest: an older one that ends later is dropped
let hits = []; // in the order of the list
let asked = null; // the query that found them
let kept = 0; // the turn whose hits these are
let whole = 0; // the turn that has ended, with all that could be searched
let shown = ""; // the search whose results are in the list
let size = AT_ONCE; // how many of them are wanted
let entered = ""; // the query that was confirmed: Enter opens its first paper
let gaps = new Set(); // what could not be loaded: "all", "part", "texts", "filters", "spelling"
let wait;

const normal = (text) => wordsOf(text).join(" ");

/**
 * Show the hits: anew from the first, or those that follow the ones that stand there. Where a text cannot be loaded, what
 * `old` has of that hit stands for it.
 */
async function draw(isMore, upTo, old = []) {
  const [order, query, from] = [hits, asked, isMore ? list.children.length : 0];
  const texts = await Promise.all(order.slice(from, upTo).map((hit) => hit.data().catch(() => null)));
  if (order !== hits || (isMore && from !== list.children.length)) return [];
  const loaded = texts.map((text, i) => ({ hit: order[from + i], text }));
  const rows = query.isRanked && !isMore ? refine(loaded, query) : loaded;
  hits.splice(from, rows.length, ...rows.map(({ hit }) => hit));
  const made = rows.map(({ hit: { key, missing }, text }) => {
    const lacking = missing.map((i) => query.words[i]);
    const item = text ? result(text, query, lacking, LANGUAGE) : (old.find((was) => was.key === key) ?? element("li"));
    return Object.assign(item, { key, hidden: !item.firstChild });
  });
  const focused = list.contains(document.activeElement) && document.activeElement;
  if (isMore) list.append(...made);
  else list.replaceChildren(...made);
  if (focused && !isMore) {
    const same = [...list.querySelectorAll("h2 a")].find((link) => link.pathname === focused.pathname);
    (same ?? firstStop()).focus();
  }
  more.hidden = list.children.length >= hits.length;
  if (!isMore) showAuthors(rows);
  return made;
}

/** Lead to the page of an author whose name was sought. */
function showAuthors(rows) {
  const texts = rows.filter(({ hit, text }) => hit.named && text).map(({ text }) => text);
  showAuthor(author, asked?.name && texts.length ? { ...asked, hits, texts } : null, form.dataset);
}

/** Where the focus goes when what had it is gone. */
const firstStop = () => list.querySelector("h2 a") ?? box;

/** Count the results whose text could not be loaded. */
const countMissing = () => list.querySelectorAll(":scope > [hidden]").length;

/** Mark the first paper where Enter opens it: it was asked for by Enter before, or by its id. */
function choose() {
  const first = list.querySelector("h2 a");
  const isMeant = entered === box.value.trim() || Boolean(asked?.isId && hits.length === 1);
  first?.classList.toggle("selected", isMeant && whole === turn && !gaps.size);
  return first?.matches(".selected") ? first : null;
}

function remember() {
  const url = new URL(location.href);
  const isAsked = Boolean(box.value.trim());
  for (const [name, value] of [["q", box.value.trim()], ["sort", sort.value], ...filters.entries()]) {
    if (value && isAsked) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
}

/** Name a search: the query, and how its results are narrowed and sorted. */
const nameOf = (text) => JSON.stringify([text, sort.value, filters.chosen()]);

/** Read what is asked for: the query, with the filters that were chosen beside it. */
function readQuery(text) {
  const query = parse(text);
  for (const [name, values] of Object.entries(filters.chosen())) query.filters[name].push(...values);
  // An operator may ask for nothing that can be sought: then its letters are plain words.
  return isEmpty(query) ? { ...query, words: [normal(text) || "\u0001"] } : query;
}

/** How a query is sought: its filters, and the order of what is found. */
const optionsOf = (query) => ({ filters: query.filters, sort: sort.value || (query.words.length || query.id ? "" : "newest") });

/** Say what was found, and what could not be loaded. */
function report(text, found) {
  status.textContent = tell(text, found, { gaps, missing: countMissing(), notes: found.notes ?? [], language: LANGUAGE });
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
  asked = null;
  list.replaceChildren();
  more.hidden = nothing.hidden = author.hidden = near.hidden = true;
}

/** Put what was found into the list; what is being read there stays, and the rest follows. */
async function fill(mine, text, found) {
  const isRead = list.contains(document.activeElement) || document.activeElement === more || list.getBoundingClientRect().top < 0;
  const there = list.children.length;
  asked = found.query;
  if (kept === mine && isRead && there) {
    const stay = hits.slice(0, there);
    const keys = new Set(stay.map((hit) => hit.key));
    hits = [...stay, ...found.hits.filter((hit) => !keys.has(hit.key))];
    return draw(true, Math.max(size, there));
  }
  hits = found.hits;
  kept = mine;
  const old = shown === nameOf(text) ? [...list.children] : [];
  shown = nameOf(text);
  return draw(false, size, old);
}

/** Show what was found; while older parts are still searched, so far. Fails where a text is missing, unless `isLast`. */
async function show(mine, text, found, { isSoFar, isLast }) {
  if (mine !== turn) return;
  await fill(mine, text, found);
  if (mine !== turn) return;
  if (isSoFar) {
    status.textContent = hits.length ? `${plural(hits.length, LANGUAGE)} so far…` : "Searching…";
    nothing.hidden = true;
  } else {
    if (countMissing()) {
      if (!isLast) throw new Error("The texts of some results are missing.");
      gaps.add("texts");
    }
    whole = mine;
    report(text, found);
  }
  filters.show(hits.length > 0 || filters.isChosen());
  choose();
  remember();
}

/** Give what is told and marked of a query, beside what was found. */
function describe(text, query, found) {
  const words = found.words ?? query.words;
  const meant = found.nearest && replaceWords(text, found.nearest, (part) => american(normal(part)));
  const names = [...wordsOf(query.text), ...query.authors.flatMap((one) => one.words)];
  const isRanked = !sort.value && words.length > 0 && !found.isId;
  return { ...found, meant, notes: query.notes, query: { ...query, words, names, isRanked, isId: found.isId, name: found.name, feedback: found.feedback } };
}

/** Count the papers of what was found by each filter that is seen, as if that one were not set. */
async function countFilters(mine, opened, { asked: query, rest }) {
  const names = filters.names;
  if (!names.length) return;
  await Promise.all(opened.map((part) => archive.call(part, "filters")));
  const counts = {};
  await Promise.all(names.map(async (name) => {
    counts[name] = new Map();
    for (const values of await Promise.all(opened.map((part) => archive.call(part, "count", query, name, !rest)))) {
      for (const [value, papers] of values) counts[name].set(value, (counts[name].get(value) ?? 0) + papers);
    }
  }));
  if (mine === turn && filters.names.length) filters.count(counts);
}

/** Search these parts, and show what is found as soon as there is some. */
async function search(mine, text, wanted, isLast) {
  const query = readQuery(text);
  const options = { ...optionsOf(query), isLast };
  const newest = await archive.load(wanted[0]);
  if (mine !== turn) return;
  const isCold = wanted.some((part) => !part.isOpen);
  const early = async (parts) => describe(text, query, await findEarly(archive, parts, query, options));
  let some = wanted.length > 1 ? await early([newest]) : describe(text, query, { hits: [] });
  if (isCold) await show(mine, text, some, { isSoFar: true });
  const sofar = [newest];
  for (const part of wanted.slice(1, isCold ? -1 : 1)) { // show five papers before the rest is loaded
    if (some.hits.length >= FEW) break;
    sofar.push(await archive.load(part));
    some = await early(sofar);
    if (mine !== turn) return;
    await show(mine, text, some, { isSoFar: true });
  }
  if (mine !== turn) return;
  const all = Promise.all(wanted.map((part) => archive.load(part))).then((opened) => find(archive, opened, query, options));
  const pause = new Promise((resolve) => { setTimeout(resolve, 150); });
  if (wanted.length > 1 && !isCold && !(await Promise.race([all, pause]))) await show(mine, text, some, { isSoFar: true });
  const found = describe(text, query, await all);
  if (mine !== turn) return;
  gaps = new Set([...(wanted.length < archive.parts.length ? ["part"] : []), ...(found.isUnmended ? ["spelling"] : [])]);
  await show(mine, text, found, { isLast });
  if (mine !== turn) return;
  showNear(near, archive, text, found.isId || found.name ? [] : found.query.words, (longer) => {
    box.value = longer;
    box.focus();
    run();
  });
  try {
    await countFilters(mine, wanted, found);
  } catch (error) {
    if (!isLast || mine !== turn) throw error;
    gaps.add("filters");
    report(text, found);
  }
}

/**
 * Search all parts. One that cannot be loaded ends the search, unless `isLast`: then the others are searched without it,
 * and it is left out until all is begun anew. Loaded later than the others, it could be of another deploy than they.
 */
async function seek(mine, text, isLast) {
  for (;;) {
    const wanted = archive.parts.filter((part) => !part.isLost);
    try {
      return await search(mine, text, wanted, isLast);
    } catch (error) {
      if (mine !== turn || !isLast || !error.part || wanted.length === 1) throw error;
      error.part.isLost = true;
    }
  }
}

/** Say that nothing could be loaded; results of the same search that are there stay. */
function fail(text) {
  const isThere = shown === nameOf(text) && list.querySelector("h2 a");
  gaps = new Set([isThere ? (countMissing() ? "texts" : "part") : "all"]);
  if (!isThere) drop();
  more.hidden = true;
  for (const part of archive.parts) part.isLost = false;
  report(text, { all: hits.length, rest: 0 });
  remember();
}

/** Put all away: the box is empty. */
function clear() {
  drop();
  gaps.clear();
  status.textContent = "";
  offerAgain(false);
  filters.show(false);
  remember();
}

/** Search for what is in the box. Where that fails, all is begun anew and searched once more; `isAgain`: at once. */
async function run(isAgain = false) {
  clearTimeout(wait);
  const mine = ++turn;
  const text = box.value.trim();
  if (!text) return clear();
  if (shown !== nameOf(text)) size = AT_ONCE;
  const slow = setTimeout(() => {
    if (mine !== turn) return;
    if (shown !== nameOf(text)) drop();
    status.textContent = `Still searching for “${text}”…`;
    offerAgain(true);
  }, PATIENCE);
  try {
    const isDone = !isAgain && (await seek(mine, text, false).then(() => true, () => false));
    if (isDone || mine !== turn) return;
    await archive.renew();
    kept = 0;
    if (mine === turn) await seek(mine, text, true);
  } catch {
    if (mine === turn) fail(text);
  } finally {
    clearTimeout(slow);
  }
}

function move(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const stops = [box, ...(again.hidden ? [] : [again]), ...list.querySelectorAll("h2 a"), ...(more.hidden ? [] : [more])];
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

const address = new URLSearchParams(location.search);
box.value = address.get("q") ?? box.value;
sort.value = ["newest", "votes"].find((name) => name === address.get("sort")) ?? "";
filters.read(address);
box.focus();

box.addEventListener("focus", () => archive.warm());
box.addEventListener("input", () => {
  entered = "";
  choose();
  archive.warm();
  clearTimeout(wait);
  wait = setTimeout(run, 120);
});
sort.addEventListener("change", () => run());
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
  list.children[from]?.querySelector("h2 a")?.focus();
});
again.addEventListener("click", () => {
  status.textContent = "Searching…";
  run(true);
});
window.addEventListener("online", () => gaps.size && run(true));
entered = box.value.trim();
if (entered) run();

/** What a reader keeps in this browser: checked when it is read; written whole, or not at all. */

// All sites of a host share its storage: a site's own keys hold the path below which it is.
const BASE = new URL("../", import.meta.url).pathname;
const PREFIX = `site-gen:1:${BASE}:`;
const LIMIT = 4e6; // characters of a value; browsers have room for 5 million

const FULL = "Nothing was changed: the storage of this browser is full.";
const REFUSED = "Nothing was changed: this browser refused to store it.";
/** What is said where the browser has no storage for this site. */
export const OFF = "This browser stores nothing for this site. What you choose is lost when you leave the page.";

const memory = new Map();
let storage;
/** Whether the browser has no storage for this site; values then last as long as the page. */
export let isOff = false;
try {
  storage = localStorage;
  storage.getItem("");
} catch {
  isOff = true;
  storage = {
    getItem: (key) => memory.get(key) ?? null,
    setItem: (key, text) => memory.set(key, text),
    removeItem: (key) => memory.delete(key),
  };
}

/** Tell if this is the path of a paper's page on this site. */
export const isPaper = (path) => (
  typeof path === "string" && path.startsWith(BASE) && /^\d{4}-\d\d-\d\d\/\w[\w.-]*\/$/.test(path.slice(BASE.length)));

/** How many letters a reader's words may have: Chromium refuses a pattern of about twice as many. */
export const LETTERS = 20_000;

/** Give the words of a text, which commas separate. */
export const wordsOf = (text) => [...new Set(text.split(",").map((word) => word.trim()).filter(Boolean))];

/** Give those of the words that there is room for. */
export function fit(words) {
  let room = LETTERS;
  return words.filter(({ length }) => length <= room && (room -= length, true));
}

const paths = (value) => (Array.isArray(value) ? value.filter(isPaper) : undefined);
const texts = (value) => (
  Array.isArray(value) ? fit(value.flatMap((text) => (typeof text === "string" ? wordsOf(text) : []))) : undefined);
const one = (...values) => (value) => values.find((right) => right === value);
const titlesOf = (value) => (
  typeof value !== "object" || Array.isArray(value) ? undefined
    : Object.fromEntries(Object.entries(value).filter(([path, title]) => isPaper(path) && typeof title === "string")));
const seenOf = (seen) => (/^\d{4}-\d\d-\d\d$/.test(seen?.day) && seen.paths.every(isPaper) ? { day: seen.day, paths: seen.paths } : undefined);

// Of each key: what is right of a value, or undefined where nothing is; and what stands for a value that is not there.
const KEYS = {
  theme: [one("auto", "light", "dark"), () => "auto"],
  folded: [one(true, false), () => false],
  keys: [one(true, false), () => true],
  starred: [titlesOf, () => ({})],
  read: [paths, () => []],
  hidden: [paths, () => []],
  highlight: [texts, () => []],
  mute: [texts, () => []],
  visit: [({ at, seen, before }) => (
    Number.isFinite(at) ? { at, seen: seenOf(seen), before: seenOf(before) } : undefined), () => ({})],
};

function parse(key, text) {
  try {
    return text.length <= LIMIT ? KEYS[key][0](JSON.parse(text)) : undefined;
  } catch {}
}

// "visit" is written on every page: where it is, the keys of version 0.1.0 were taken over.
const read = (key) => storage.getItem(PREFIX + key) ?? (storage.getItem(`${PREFIX}visit`) === null ? storage.getItem(key) : null);

/** Give a value; what is not right in it is left out. */
export const get = (key) => parse(key, read(key)) ?? KEYS[key][1]();

/** Tell if all of a text is right, so that reading and writing it loses nothing. */
function isWhole(key, text) {
  const value = parse(key, text);
  return value !== undefined && JSON.stringify(value) === JSON.stringify(JSON.parse(text));
}

/** Tell if a value may be replaced without loss: it is right, or not there. */
const isSound = (key) => storage.getItem(PREFIX + key) === null || isWhole(key, storage.getItem(PREFIX + key));

/** Write all of these values. Where one is refused, all are as they were, and the error is given. */
function write(values) {
  const written = [];
  try {
    for (const [key, value] of Object.entries(values)) {
      const text = JSON.stringify(value);
      // It would not be read again.
      if (text.length > LIMIT) throw new DOMException("", "QuotaExceededError");
      const before = storage.getItem(PREFIX + key);
      storage.setItem(PREFIX + key, text);
      written.unshift([PREFIX + key, before]);
    }
  } catch (error) {
    for (const [key, before] of written) {
      if (before === null) storage.removeItem(key);
      else storage.setItem(key, before);
    }
    return error;
  }
}

let isOffTold = false;

/** Keep what the reader changed: all of these values, or none. Tells the reader what was refused; gives whether it is kept. */
export function keep(values) {
  const error = write(isSound("visit") ? values : { ...values, visit: { at: Date.now() } });
  if (error) say(error.name === "QuotaExceededError" ? FULL : REFUSED);
  else if (isOff && !isOffTold) say(OFF);
  isOffTold = isOff;
  return !error;
}

/** Add a path to a list, or take it away. */
export function toggle(key, path) {
  const paths = get(key);
  keep({ [key]: paths.includes(path) ? paths.filter((one) => one !== path) : [...paths, path] });
}

/** Keep what the page notes by itself: not in place of a value with something wrong in it, which the reader may want. */
export function note(key, value) {
  if (isSound(key)) write({ [key]: value });
}

/** Remove values, and what version 0.1.0 kept under these keys for this site. */
export function forget(keys) {
  for (const key of keys) {
    storage.removeItem(PREFIX + key);
    const text = storage.getItem(key);
    if (parse(key, text) === undefined) continue;
    if (isWhole(key, text)) storage.removeItem(key);
    else {
      // The rest is of another site of this host.
      const all = JSON.parse(text);
      const rest = Array.isArray(all) ? all.filter((path) => !isPaper(path))
        : Object.fromEntries(Object.entries(all).filter(([path]) => !isPaper(path)));
      storage.setItem(key, JSON.stringify(rest));
    }
  }
  write({ visit: { at: Date.now() } });
}

/** Call a function when another tab changed something, or the page comes back from the browser's memory. */
export function listen(change) {
  addEventListener("storage", ({ key }) => { if (key === null || key.startsWith(PREFIX)) change(); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) change(); });
}

let notice;

/** Say what went wrong, where it is seen on any page and heard from a screen reader. */
export function say(text) {
  notice?.remove();
  notice = document.createElement("div");
  notice.className = "notice";
  notice.role = "alert";
  const close = document.createElement("button");
  close.textContent = "Close";
  close.type = "button";
  close.addEventListener("click", () => notice.remove());
  // An open dialog covers the page, also for screen readers.
  (document.querySelector("dialog[open]") ?? document.body).append(notice);
  notice.append(text, close);
}

// Version 0.1.0 had keys without a prefix. They are copied and stay: another site of this host may need its part of them.
if (storage.getItem(`${PREFIX}visit`) === null) {
  const old = {};
  for (const key of Object.keys(KEYS)) {
    const value = storage.getItem(PREFIX + key) === null ? parse(key, storage.getItem(key)) : undefined;
    if (value !== undefined) old[key] = value;
  }
  if (Object.keys(old).length) write({ visit: { at: 0 }, ...old });
}

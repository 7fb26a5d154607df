/** The reading list: what is starred, read and put away, in this browser's storage. */

import { dayOf, offer, save } from "./references.js";
import { LETTERS, OFF, fit, forget, get, isOff, isPaper, keep, listen, say, toggle, wordsOf } from "./store.js";

const at = (id) => document.getElementById(id);
const [lists, status, unread, list, nothing, away, words, picker, told] =
  ["lists", "status", "unread", "starred", "nothing", "away", "words", "file", "told"].map(at);
const KEYS = ["starred", "read", "hidden", "highlight", "mute"];

const LARGEST = 20e6; // bytes of a file; all that a browser keeps is less

const count = (papers) => `${papers} ${papers === 1 ? "paper" : "papers"}`;
const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });

function dateOf(path) {
  const day = new Date(dayOf(path));
  return Number.isNaN(day.valueOf()) ? "" : `${day.getUTCDate()} ${format.format(day)}`;
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.append(text, ...children);
  return made;
}

function button(name, title, action) {
  const made = element("button", name);
  made.type = "button";
  made.ariaLabel = `${name}: ${title}`;
  made.addEventListener("click", () => {
    action();
    show();
  });
  return made;
}

/** Make the row of a paper: its title, its day, and what can be done with it. */
function row(path, title, ...buttons) {
  const link = element("a", title);
  link.href = path;
  const heading = element("h2", link);
  heading.dir = "auto";
  const day = element("p", dateOf(path), ...buttons.flatMap((one) => [" ", one]));
  day.className = "day";
  return element("li", heading, day);
}

function unstar(path) {
  const starred = get("starred");
  delete starred[path];
  keep({ starred });
}

/** A title, also where only the address is known. */
const titleOf = (path, titles) => titles[path]?.trim() || path.split("/").at(-2).replaceAll("-", " ");

function show() {
  const buttons = () => [...document.querySelectorAll("#lists button")];
  const [focused, place] = [document.activeElement, buttons().indexOf(document.activeElement)];
  const [titles, read, hidden] = [get("starred"), new Set(get("read")), get("hidden")];
  const papers = Object.keys(titles).reverse(); // the last one first
  const shown = papers.filter((path) => !unread.checked || !read.has(path));
  list.replaceChildren(...shown.map((path) => {
    const isRead = read.has(path);
    const title = titleOf(path, titles);
    const made = row(path, title,
      button(isRead ? "Mark as unread" : "Mark as read", title, () => toggle("read", path)),
      button("Remove", title, () => unstar(path)));
    made.classList.toggle("read", isRead);
    return made;
  }));
  const news = papers.filter((path) => !read.has(path)).length;
  status.textContent = papers.length ? `${count(papers.length)}, ${news} unread` : "No paper is starred yet.";
  nothing.hidden = papers.length > 0;
  unread.parentElement.hidden = !papers.length;
  away.hidden = !hidden.length;
  away.querySelector("summary").textContent = `Put away: ${count(hidden.length)}`;
  away.querySelector("ul").replaceChildren(...hidden.toReversed().map((path) => (
    row(path, titleOf(path, titles), button("Bring back", titleOf(path, titles), () => toggle("hidden", path))))));
  for (const field of [words.elements.highlight, words.elements.mute]) {
    // What is being typed stays. The default is what was kept when the reader began.
    if (field.value === field.defaultValue) field.value = field.defaultValue = get(field.name).join(", ");
  }
  // The button may be gone, and the focus with it: the next one takes it.
  if (place >= 0 && !focused.isConnected) buttons()[place]?.focus();
}

/** Give the path of the paper of this site that an address in a file names; undefined for any other text. */
function pathOf(address) {
  if (typeof address !== "string" || !URL.canParse(address, location.href)) return undefined;
  const { href, origin, pathname } = new URL(address, location.href);
  // Spelled otherwise, as "/x/../" is, it was not written here.
  return origin === location.origin && isPaper(pathname) && (address === pathname || address === href) ? pathname : undefined;
}

/** Give the words of a text in a file; undefined where it is something else. */
function termsOf(text) {
  const terms = typeof text === "string" ? wordsOf(text) : [];
  return terms.length ? terms : undefined;
}

/** Add what a file holds to what is here, and say how much that is. Throws where it is none of ours. */
function take(text, name) {
  const { version, ...found } = JSON.parse(text);
  if (version !== 1 || typeof found.starred !== "object" || Array.isArray(found.starred)) throw new TypeError("not a reading list");
  let ignored = 0;
  const choose = (all, give) => all.flatMap((one) => {
    const chosen = give(one);
    if (chosen === undefined) ignored++;
    return chosen ?? [];
  });
  const given = choose(Object.entries(found.starred ?? {}), ([address, title]) => {
    const path = typeof title === "string" ? pathOf(address) : undefined;
    return path && [[path, title]];
  });
  const values = { starred: { ...Object.fromEntries(given), ...get("starred") } };
  for (const [key, value] of Object.entries(found)) {
    if (key === "starred") continue;
    const lines = [value ?? []].flat();
    if (KEYS.includes(key)) {
      const isWords = key === "highlight" || key === "mute";
      const all = [...new Set([...get(key), ...choose(lines, isWords ? termsOf : pathOf)])];
      values[key] = isWords ? fit(all) : all;
      ignored += all.length - values[key].length;
    } else ignored += lines.length;
  }
  const rest = ignored && ` ${ignored} ${ignored === 1 ? "line was" : "lines were"} ignored: not of this site, or not valid.`;
  return keep(values) ? `${count(given.length)} taken from ${name}.${rest || ""}` : `Nothing was taken from ${name}.`;
}

at("export").addEventListener("click", () => {
  const all = Object.fromEntries(KEYS.map((key) => [key, get(key)]));
  save("reading-list.json", "application/json", `${JSON.stringify({ version: 1, ...all }, null, 1)}\n`);
});
at("import").addEventListener("click", () => picker.click());
picker.addEventListener("change", async () => {
  const [file] = picker.files;
  if (!file) return;
  try {
    told.textContent = file.size > LARGEST ? `${file.name} is too large; expected at most ${LARGEST / 1e6} MB.` : take(await file.text(), file.name);
  } catch {
    told.textContent = `${file.name} is no reading list; expected a file exported here.`;
  }
  picker.value = "";
  show();
});
offer("reading-list", () => Object.keys(get("starred")));
at("forget").addEventListener("click", () => {
  if (!confirm("Forget the list, what you read and put away, and your words?")) return;
  forget([...KEYS, "visit"]);
  words.reset();
  told.textContent = "All is forgotten.";
  show();
});
words.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = [words.elements.highlight, words.elements.mute];
  // What another tab added or took away meanwhile stays so.
  const values = Object.fromEntries(fields.map(({ name, value, defaultValue }) => {
    const [before, now] = [wordsOf(defaultValue), wordsOf(value)];
    return [name, [...new Set([...get(name).filter((word) => now.includes(word) || !before.includes(word)),
      ...now.filter((word) => !before.includes(word) || get(name).includes(word))])]];
  }));
  if (Object.values(values).some((all) => fit(all).length < all.length)) {
    told.textContent = `No words were kept: expected at most ${LETTERS} letters.`;
    return;
  }
  const isKept = keep(values);
  if (isKept) for (const field of fields) field.value = field.defaultValue;
  told.textContent = isKept ? "The words are kept." : "No words were kept.";
  show();
});
unread.addEventListener("change", show);
listen(show);
lists.hidden = false;
show();
if (isOff) say(OFF);

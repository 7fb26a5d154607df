/** The reading list: what is starred, read and put away, in this browser's storage; the same keys as in site.js. */

import { dayOf, offer, save } from "./references.js";

const at = (id) => document.getElementById(id);
const [lists, status, unread, starred, nothing, away, words, picker, told] =
  ["lists", "status", "unread", "starred", "nothing", "away", "words", "file", "told"].map(at);
const KEYS = ["starred", "read", "hidden", "highlight", "mute"];

function get(key) {
  const none = key === "starred" ? {} : [];
  try { return JSON.parse(localStorage.getItem(key)) ?? none; } catch { return none; }
}

function put(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    told.textContent = "This browser refused to keep it.";
  }
}

const count = (papers) => `${papers} ${papers === 1 ? "paper" : "papers"}`;
const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric", timeZone: "UTC" });

function dateOf(path) {
  const day = new Date(dayOf(path));
  return Number.isNaN(day.valueOf()) ? "" : `${day.getUTCDate()} ${format.format(day)}`;
}

/** Tell if this is the address of a paper here. */
const isPaper = (path) => typeof path === "string" && /^\/[^/\\]/.test(path) && dayOf(path) !== "";

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
    const place = [...document.querySelectorAll("#lists button")].indexOf(made);
    action();
    show();
    // The button may be gone, and the focus with it: the next one takes it.
    if (!made.isConnected) document.querySelectorAll("#lists button")[place]?.focus();
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

/** Add to a list, or take away from it. */
function turn(key, path) {
  const paths = get(key);
  put(key, paths.includes(path) ? paths.filter((one) => one !== path) : [...paths, path]);
}

function unstar(path) {
  const papers = get("starred");
  delete papers[path];
  put("starred", papers);
}

/** A title where only the address is known. */
const titleOf = (path) => get("starred")[path] ?? path.split("/").at(-2).replaceAll("-", " ");

function show() {
  const [read, hidden] = [get("read"), get("hidden").filter(isPaper)];
  const papers = Object.entries(get("starred")).filter(([path]) => isPaper(path)).reverse(); // the last one first
  const shown = papers.filter(([path]) => !unread.checked || !read.includes(path));
  starred.replaceChildren(...shown.map(([path, title]) => {
    const isRead = read.includes(path);
    const made = row(path, title,
      button(isRead ? "Mark as unread" : "Mark as read", title, () => turn("read", path)),
      button("Remove", title, () => unstar(path)));
    made.classList.toggle("read", isRead);
    return made;
  }));
  const news = papers.filter(([path]) => !read.includes(path)).length;
  status.textContent = papers.length ? `${count(papers.length)}, ${news} unread` : "No paper is starred yet.";
  nothing.hidden = papers.length > 0;
  unread.parentElement.hidden = !papers.length;
  away.hidden = !hidden.length;
  away.querySelector("summary").textContent = `Put away: ${count(hidden.length)}`;
  away.querySelector("ul").replaceChildren(...hidden.toReversed().map((path) => (
    row(path, titleOf(path), button("Bring back", titleOf(path), () => turn("hidden", path))))));
  for (const key of ["highlight", "mute"]) words.elements[key].value = get(key).join(", ");
}

/** Add what a file holds to what is here. Throws where it is none of ours. */
function take(text) {
  const found = JSON.parse(text);
  if (found?.version !== 1 || typeof found.starred !== "object") throw new TypeError("not a reading list");
  const given = Object.entries(found.starred ?? {}).filter(([path, title]) => isPaper(path) && typeof title === "string");
  put("starred", { ...Object.fromEntries(given), ...get("starred") });
  const union = (key, isRight) => put(key, [...new Set([...get(key), ...[found[key] ?? []].flat().filter(isRight)])]);
  for (const key of ["read", "hidden"]) union(key, isPaper);
  for (const key of ["highlight", "mute"]) union(key, (word) => typeof word === "string" && word.trim());
  return given.length;
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
    const taken = take(await file.text());
    told.textContent = `${count(taken)} taken from ${file.name}.`;
  } catch {
    told.textContent = `${file.name} is no reading list; expected a file exported here.`;
  }
  picker.value = "";
  show();
});
offer("reading-list", () => Object.keys(get("starred")).filter(isPaper));
at("forget").addEventListener("click", () => {
  if (!confirm("Forget the list, what you read and put away, and your words?")) return;
  for (const key of [...KEYS, "visit"]) localStorage.removeItem(key);
  told.textContent = "All is forgotten.";
  show();
});
words.addEventListener("submit", (event) => {
  event.preventDefault();
  for (const key of ["highlight", "mute"]) {
    put(key, [...new Set(words.elements[key].value.split(",").map((word) => word.trim()).filter(Boolean))]);
  }
  told.textContent = "The words are kept.";
  show();
});
unread.addEventListener("change", show);
addEventListener("storage", show);
lists.hidden = false;
show();

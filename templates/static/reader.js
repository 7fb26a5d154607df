/** What readers do with papers, kept in their browser: the theme, stars, what was read and put away, words; and the keys. */

import { fit, get, keep, listen, note, say, toggle } from "./store.js";

const root = document.documentElement;

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("./reader.css", import.meta.url).href;
const styled = new Promise((done) => { sheet.onload = sheet.onerror = done; });
document.head.append(sheet);
const metas = [...document.querySelectorAll('meta[name="theme-color"]')];
const colours = metas.map((meta) => meta.content);

const TOOLS = [["star", "Star"], ["read", "Read", "m2.5 8.7 3.6 3.6 7.4-8"], ["hide", "Put away", "m3.5 3.5 9 9m0-9-9 9"]];

function makeTools(title) {
  const tools = document.createElement("span");
  tools.className = "tools";
  for (const [name, what, shape] of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = what;
    button.ariaLabel = `${what}: ${title}`;
    button.dataset.do = name;
    button.append(document.querySelector(".saved svg").cloneNode(true));
    if (shape) button.querySelector("path").setAttribute("d", shape);
    tools.append(button);
  }
  return tools;
}

const sought = fit((new URLSearchParams(location.hash.slice(1)).get("words") ?? "").split(" ").filter(Boolean));
const wanted = () => (sought.length || get("mute").length || get("highlight").length ? import("./words.js") : undefined);
let words = await wanted();

await styled;
if (document.readyState === "loading") await new Promise((done) => { document.addEventListener("DOMContentLoaded", done); });

/** Begin, when the page is there; `missed` is a click or a key that could not wait. */
export function start(missed) {
  const main = document.querySelector("main");
  const all = (selector, within = main) => [...within.querySelectorAll(selector)];
  const list = main.querySelector(".papers");
  const day = list && main.querySelector(".leaf time")?.dateTime;
  const papers = all(".papers > article, .paper > article").map((article) => {
    const [link, heading] = [article.querySelector("h2 a"), article.querySelector("h1, h2")];
    // The text of MathML has no roots and no fractions: x over y reads "xy".
    const path = (link ?? location).pathname.replace(/(\/(index\.html)?)?$/, "/");
    return { article, link, path, title: heading.dataset.title ?? heading.textContent };
  });

  // An hour without a page begins a new visit: what is new since the last one then.
  let { at = 0, seen, before } = get("visit");
  if (Date.now() - at > 3_600_000) before = seen;
  if (day && !(seen?.day > day)) seen = { day, paths: papers.map(({ path }) => path) };
  note("visit", { at: Date.now(), seen, before });
  if (before) {
    const fresh = papers.filter(({ path }) => day > before.day || (day === before.day && !before.paths.includes(path)));
    fresh.forEach(({ article }) => article.classList.add("new"));
    const count = fresh.length && main.querySelector(".leaf time + .count");
    if (count) count.append(` · ${fresh.length} new`);
    for (const link of all("a")) {
      link.classList.toggle("new", /\/(\d{4}-\d\d-\d\d)\/$/.exec(link.pathname)?.[1] > before.day);
    }
  }

  const rest = document.createElement("p");
  if (list) for (const { article, title } of papers) article.append(makeTools(title));
  let isMuted = [];
  const look = () => {
    const articles = papers.map(({ article }) => article);
    words?.mark("wanted", get("highlight"), articles);
    words?.mark("sought", sought, articles);
    const muted = get("mute");
    const mute = words && muted.length && words.pattern(muted);
    isMuted = articles.map((article) => Boolean(mute) && article.textContent.search(mute) >= 0);
  };
  look();
  const show = () => {
    const [starred, read, hidden] = [get("starred"), get("read"), get("hidden")];
    let away = 0;
    papers.forEach(({ article, path }, i) => {
      const is = { star: path in starred, read: read.includes(path), hide: hidden.includes(path) };
      for (const button of all("[data-do]", article)) button.ariaPressed = String(is[button.dataset.do]);
      article.classList.toggle("read", is.read && Boolean(list));
      article.classList.toggle("away", (is.hide || isMuted[i]) && Boolean(list));
      away += article.classList.contains("away");
    });
    for (const link of all("li > a")) link.classList.toggle("read", read.includes(link.pathname));
    rest.hidden = !away;
    if (rest.firstChild) rest.firstChild.textContent = `${away} ${away === 1 ? "paper" : "papers"} put away. `;
  };
  if (list) {
    const button = document.createElement("button");
    button.textContent = "Show";
    button.addEventListener("click", () => {
      button.textContent = list.classList.toggle("whole") ? "Put away" : "Show";
    });
    rest.className = "rest";
    rest.append(document.createElement("span"), button);
    list.append(rest);
  } else if (papers.length && !get("read").includes(papers[0].path)) {
    note("read", [...get("read"), papers[0].path].slice(-5000));
  }
  show();
  root.classList.remove("wait");

  const turn = (what, { path, title }) => {
    if (what === "star") {
      const starred = get("starred");
      if (path in starred) delete starred[path];
      else starred[path] = title;
      keep({ starred });
    } else toggle(what === "read" ? "read" : "hidden", path);
    show();
  };
  const copy = async (button) => {
    const [title, url] = [papers[0].title, document.querySelector('link[rel="canonical"]')?.href ?? location.origin + location.pathname];
    const form = button.dataset.copy;
    if (form === "share") {
      return navigator.share({ title, url }).catch(({ name }) => { if (name !== "AbortError") say("Nothing was shared: this browser refused it."); });
    }
    const texts = {
      link: url,
      markdown: `[${title.trim().replace(/\s+/g, " ").replace(/[\\`*_[\]<>&$~|]/g, "\\$&")}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})`,
      bibtex: main.querySelector(".cite code").textContent,
    };
    try {
      await navigator.clipboard.writeText(texts[form]);
    } catch {
      return say("Nothing was copied: this browser refused the clipboard.");
    }
    const name = button.textContent;
    if (name === "Copied") return;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = name; }, 1500);
  };

  // j and k walk the titles of a list; on a paper's page, the papers of its day.
  const stops = () => all(".papers h2 a, .results h2 a, .listed li > a, .ranked li > a").filter((link) => link.checkVisibility());
  const step = (by) => {
    const links = stops();
    if (!links.length) return main.querySelector(`.pager [rel="${by > 0 ? "next" : "prev"}"]`)?.click();
    const item = document.activeElement.closest?.("article, li");
    let at = links.findIndex((link) => item?.contains(link));
    if (at < 0) {
      at = links.findIndex((link) => link.getBoundingClientRect().top > 0);
      if (at < 0) at = links.length;
      if (by > 0) at--;
    }
    const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
    next.focus({ preventScroll: true });
    (next.closest("article") ?? next).scrollIntoView({ block: next.closest("article") ? "start" : "nearest" });
  };
  const current = () => (list ? papers.find(({ article }) => article.contains(document.activeElement)) : papers[0]);
  const act = (what) => {
    const paper = current();
    if (!paper) return;
    if (what === "hide" && list) step(1);
    turn(what, paper);
  };
  const help = async () => (await import("./help.js")).open();
  const keys = {
    "/": () => document.querySelector('input[type="search"]')?.select(),
    "?": help,
    j: () => step(1),
    k: () => step(-1),
    o: () => (current()?.link ?? main.querySelector(".paper .links a") ?? document.activeElement.closest("main a"))?.click(),
    s: () => act("star"),
    r: () => act("read"),
    x: () => act("hide"),
  };
  document.addEventListener("keydown", (event) => {
    const isTyped = event.target.closest?.("input, select, textarea, [contenteditable], dialog");
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey || isTyped || !get("keys")) return;
    event.preventDefault();
    keys[event.key]();
  });

  const colour = document.querySelector(".theme");
  const themes = ["auto", "light", "dark"];
  const theme = () => themes.indexOf(get("theme"));
  const paint = () => {
    const at = theme();
    root.dataset.theme = themes[at];
    metas.forEach((meta, i) => { meta.content = colours[at ? at - 1 : i]; });
    colour.ariaLabel = colour.title = `Colour theme: ${themes[at]}`;
  };
  paint();
  const fold = main.querySelector("[data-fold]");
  const unfold = () => {
    root.classList.toggle("folded", get("folded"));
    if (fold) fold.ariaPressed = String(get("folded"));
  };
  unfold();
  // The link leads to the file of the paper's day or month, which has this paper's reference.
  const cite = async (event, { dataset: { form, per }, href }) => {
    event.preventDefault();
    const { path } = papers[0];
    const missing = await import("./references.js").then(({ cite }) => cite(path.split("/").at(-2), [path], form, per), () => 1);
    if (missing) location.assign(href);
  };
  document.addEventListener("click", (event) => {
    const { target } = event;
    const reference = target.closest("a[data-form]");
    if (reference) return cite(event, reference);
    const button = target.closest("button");
    if (!button) return;
    if (button === colour) {
      keep({ theme: themes[(theme() + 1) % 3] });
      paint();
    } else if (button === fold) {
      keep({ folded: !get("folded") });
      unfold();
    } else if (button.dataset.do) {
      const paper = papers.find(({ article }) => article.contains(button));
      if (button.dataset.do === "hide" && list && !list.classList.contains("whole")) step(1);
      turn(button.dataset.do, paper);
    } else if (button.dataset.copy) copy(button);
    else if (button.matches(".keys")) help();
  });
  const share = main.querySelector('[data-copy="share"]');
  if (share) share.hidden = !navigator.share;
  listen(async () => {
    words ??= await wanted();
    look();
    paint();
    unfold();
    show();
  });
  if (missed?.type === "click") missed.target.closest(".theme, .fold, .keys, .tools button")?.click();
  else if (missed) missed.target.dispatchEvent(new KeyboardEvent("keydown", missed));
}

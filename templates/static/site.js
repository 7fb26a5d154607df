"use strict";
// What must be right before the first paint: the theme, folded abstracts, papers put away. All else that readers do is
// in reader.js, which is fetched when something was kept here, or as soon as the reader does something.
{
  const root = document.documentElement;
  // The keys are those of store.js, which takes over those of version 0.1.0. Until then, "visit" is missing.
  const prefix = `site-gen:1:${new URL("..", document.currentScript.src).pathname}:`;
  const get = (key) => {
    try {
      const text = localStorage.getItem((localStorage.getItem(`${prefix}visit`) ? prefix : "") + key);
      // A larger text is not ours, and slow to read.
      if (text.length <= 4e6) return JSON.parse(text);
    } catch {}
  };
  const signs = ["click", "keydown", "scroll", "pointermove"];
  let missed;
  let reader;
  const wake = (event) => {
    if (event && signs.indexOf(event.type) < 2) missed = event;
    reader ??= import("./reader.js").then(({ start }) => {
      for (const sign of signs) removeEventListener(sign, wake, true);
      start(missed);
    }).finally(() => root.classList.remove("wait"));
  };
  const begin = () => {
    root.dataset.theme = get("theme");
    root.classList.toggle("folded", get("folded") === true);
    // What the reader put away must not be seen for a moment.
    const isWaiting = ["hidden", "mute"].some((key) => get(key)?.length);
    root.classList.toggle("wait", isWaiting);
    // A page that the browser made ready, in case, is not one that was seen.
    if (document.prerendering) document.addEventListener("prerenderingchange", begin);
    else if (isWaiting || get("visit") || location.hash) wake();
  };
  root.classList.add("js");
  begin();
  for (const sign of signs) addEventListener(sign, wake, true);
  // What scrolls sideways must be reachable by keyboard.
  addEventListener("load", () => {
    for (const wide of document.querySelectorAll("article div :is(table, pre, math, p:has(math), li:has(math))")) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    }
  });
}

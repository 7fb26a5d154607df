"use strict";
{
  const root = document.documentElement;
  const metas = [...document.querySelectorAll('meta[name="theme-color"]')];
  const colours = metas.map((meta) => meta.content);
  const themes = ["auto", "light", "dark"];
  let theme = "auto";

  const show = () => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    const own = themes.indexOf(theme) - 1;
    metas.forEach((meta, i) => { meta.content = colours[own < 0 ? i : own]; });
  };

  // Storage may be refused; the theme then lasts as long as the page.
  try {
    const kept = localStorage.getItem("theme");
    if (themes.includes(kept)) theme = kept;
  } catch {}
  show();

  const start = () => {
    const button = document.querySelector(".theme");
    const name = () => {
      button.ariaLabel = button.title = `Colour theme: ${theme}`;
    };
    name();
    button.classList.add("ready");
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % 3];
      show();
      name();
      try { localStorage.setItem("theme", theme); } catch {}
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
      const box = document.querySelector('input[type="search"]');
      if (!box) return;
      event.preventDefault();
      box.select();
    });
    // What scrolls sideways must be reachable by keyboard.
    for (const wide of document.querySelectorAll(".abstract :is(p, li, math, table, pre)")) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

/** The keys of the site, in a dialog; and the switch that turns them off. */

import { get, keep, listen } from "./store.js";

const KEYS = [
  ["j", "next paper"], ["k", "previous paper"], ["o", "open the paper"], ["s", "star it"], ["r", "mark it as read, or unread"],
  ["x", "put it away, or bring it back"], ["/", "search"], ["?", "this help"],
];

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function make() {
  const list = element("dl", ...KEYS.map(([key, what]) => element("div", element("dt", element("kbd", key)), element("dd", what))));
  const tick = element("input");
  tick.type = "checkbox";
  const show = () => { tick.checked = get("keys"); };
  show();
  listen(show);
  tick.addEventListener("change", () => {
    keep({ keys: tick.checked });
    show();
  });
  const label = element("label", tick, " Use these keys");
  const close = element("button", "Close");
  close.className = "button";
  close.addEventListener("click", () => dialog.close());
  const heading = element("h2", "Keys");
  heading.id = "keys";
  const dialog = element("dialog", heading, list, element("p", label, close));
  dialog.setAttribute("aria-labelledby", "keys");
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  return dialog;
}

let made;

/** Show the dialog. */
export function open() {
  made ??= make();
  made.showModal();
}

/** The references of all papers of a topic's month. */

import { offer } from "./references.js";

const [, name, month] = /([^/]+)\/([^/]+)\/$/.exec(location.pathname);
offer(`${name}-${month}`, () => [...document.querySelectorAll(".listed li > a")].map((link) => link.pathname));

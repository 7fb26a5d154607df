/** The words that are related to those of a query, as buttons: each adds its word to the query, by OR. */

import { american } from "./american.js";
import { relate } from "./finding.js";
import { normalWords } from "./normal.js";
import { element } from "./results.js";

const EACH = 4; // related words of one word
const MOST = 6;

let latest = 0;

/** Write the query with one more word beside the word that it is related to. */
function addWord(text, word, other) {
  let isDone = false;
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (part) => {
    if (isDone || american(normalWords(part)[0]?.word ?? "") !== word) return part;
    isDone = true;
    return `${part} OR ${other}`;
  });
}

/** Show the related words of a query below its answer, or put them away; `choose` is called with the longer query. */
export async function showNear(line, archive, text, words, choose) {
  const mine = ++latest;
  const { near } = words.length ? await relate(archive, words) : { near: {} };
  if (mine !== latest) return;
  const known = words.map((word) => (near[word] ?? "").split(" ").filter(Boolean).slice(0, EACH).map((other) => [word, other]));
  // The nearest of each word first.
  const pairs = Array.from({ length: EACH }, (_, i) => known.map((list) => list[i])).flat().filter(Boolean);
  const shown = pairs.filter(([, other], i) => !words.includes(other) && pairs.findIndex(([, one]) => one === other) === i).slice(0, MOST);
  line.hidden = !shown.length;
  // No commas: a browser may break a line between a button and a comma.
  line.replaceChildren("Near: ", ...shown.flatMap(([word, other]) => {
    const button = Object.assign(element("button", other), { type: "button", ariaLabel: `Search for ${other}, too` });
    button.addEventListener("click", () => choose(addWord(text, word, other)));
    return [button, " "];
  }));
}

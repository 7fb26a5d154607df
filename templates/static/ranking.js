/** How well a paper fits a query: BM25 of its body, and what its title and its authors have of the words. */

import { isStopWord } from "./normal.js";

const [K1, B] = [1.2, 0.75]; // as usual for BM25
const TITLE = 1.6; // what a word in the title is worth, beside one in the body
const AUTHOR = 1.5;
const WHOLE = 1.2; // what a title with all words is worth more
const PAIR = 0.5; // what two words side by side are worth more
const TITLE_PAIR = 1.5;
const NEAR = 0.3; // what a related word is worth
const SURFACE = 2; // what a word of the title is worth more that is written as in the query
const STOP = 0.4; // how much of that for a word that is in nearly every text
const SAME = 1e6; // what the title itself is worth

/** Give how rare a word is, of so many papers. */
export const rarity = (papers, having) => Math.log(1 + Math.max(0, papers - having + 0.5) / (having + 0.5));

function score(found, length) {
  if (!found) return 0;
  const body = (found.body * (K1 + 1)) / (found.body + K1 * (1 - B + B * length));
  return body + TITLE * found.title + AUTHOR * found.authors;
}

/** Tell if a word of the second list follows one of the first. */
const areSide = (first, second) => first.some((place) => second.includes(place + 1));

/** Give what words that stand side by side in the query are worth, where they do in the paper. */
function scorePairs(terms, found) {
  let sum = 0;
  for (let i = 1; i < terms.length; i++) {
    const [one, two] = [found[i - 1], found[i]];
    if (!one || !two) continue;
    const weight = Math.min(terms[i - 1].weight, terms[i].weight);
    const both = found.pairs[i - 1];
    if (both?.body || areSide(one.places, two.places)) sum += PAIR * weight;
    if (both?.title || areSide(one.titlePlaces, two.titlePlaces)) sum += TITLE_PAIR * weight;
  }
  return sum;
}

/** Rate a paper: `found` is what it has of each term, `length` its words by the average. */
export function rate(terms, found, length) {
  let [sum, all, inTitle] = [0, 0, 0];
  for (const [i, { weight }] of terms.entries()) {
    sum += weight * (score(found[i], length) + NEAR * score(found.near[i], length));
    all += weight;
    inTitle += weight * (found[i]?.title ?? 0);
  }
  return sum + (all ? (WHOLE * inTitle ** 2) / all : 0) + scorePairs(terms, found);
}

/** Give which share of the query a paper has, the rare words first. */
export function share(terms, found) {
  const all = terms.reduce((sum, { weight }) => sum + weight, 0);
  return all ? terms.reduce((sum, { weight }, i) => sum + (found[i] ? weight : 0), 0) / all : 1;
}

/** Give the normal words of a title, and the words of each two neighbours of it. */
const formsOf = (words) => new Set([...words, ...words.slice(1).map((word, i) => words[i] + word)]);

/** Give which share of the telling words of a query a title has, as they are written. Both are lists of normal words. */
export function shareInTitle(asked, title) {
  const forms = formsOf(title);
  const told = [...asked.keys()].filter((i) => !isStopWord(asked[i]));
  const isThere = (i) => [asked[i], asked[i] + asked[i + 1], asked[i - 1] + asked[i]].some((word) => forms.has(word));
  return told.filter(isThere).length / (told.length || 1);
}

/**
 * Rate what a title has of a query as it is written: the index knows stems, so "accelerated" is "accelerating" there, and
 * words such as "without" tell little. Both are lists of normal words.
 */
export function rateTitle(asked, title) {
  if (asked.join(" ") === title.join(" ")) return SAME;
  const forms = formsOf(title);
  const found = [...formsOf(asked)].filter((word) => forms.has(word));
  return SURFACE * shareInTitle(asked, title) ** 2 * found.reduce((sum, word) => sum + (isStopWord(word) ? STOP : 1), 0);
}

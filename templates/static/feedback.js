/**
 * What the first papers of a query have in common, and how much of it each has: words that several of them have, and few
 * other papers, count as if they had been asked for. This is known as pseudo-relevance feedback; words are weighed as in
 * the relevance model, https://doi.org/10.1145/383952.383972, and by their rarity.
 */

import { isStopWord, wordsOf } from "./normal.js";

const [K1, B] = [1.2, 0.75]; // as usual for BM25
const MOST = 40; // words that are learnt
const LEAST = 2; // papers that have a word which is learnt
const WORTH = 0.5; // of the word that is learnt first, beside a word of the query
const RARE = 2; // percent of papers: all words that fewer papers have are as rare
const [STEM, MOST_END] = [3, 4]; // letters of a stem at least, and of an ending at most

/** Give the percent of papers that have a word: `frequent` has stems, so endings are taken off. */
function percentOf(word, frequent) {
  for (let length = word.length; length >= Math.max(STEM, word.length - MOST_END); length--) {
    const stem = word.slice(0, length);
    for (const form of [stem, stem.replace(/y$/, "i")]) if (Object.hasOwn(frequent, form)) return frequent[form];
  }
  return 0;
}

function countWords({ meta, content }) {
  const counts = new Map();
  const words = wordsOf(`${meta.title} ${content}`).filter((word) => !isStopWord(word));
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, length: words.length };
}

/** Give the words that papers { fit, counts } have in common, as { word, rarity, worth }: those worth most. */
function learn(papers, asked, frequent) {
  const found = new Map();
  for (const { fit, counts } of papers) {
    for (const [word, count] of counts) {
      const one = found.get(word) ?? { word, papers: 0, worth: 0 };
      found.set(word, { word, papers: one.papers + 1, worth: one.worth + fit * count / (count + K1) });
    }
  }
  const shared = [...found.values()].filter(({ word, papers: having }) => having >= LEAST && !asked.includes(word));
  const rated = shared.map(({ word, worth }) => {
    const rarity = -Math.log(Math.max(RARE, percentOf(word, frequent)) / 100);
    return { word, rarity, worth: worth * rarity };
  });
  return rated.sort((a, b) => b.worth - a.worth).slice(0, MOST);
}

/**
 * Rate what each paper has of the words that all of them have in common: a number for each of `rows` { hit, text }. `asked`
 * are the words of the query, `frequent` the percent of all papers that have a frequent word, by its stem.
 */
export function rateAlike(rows, asked, frequent) {
  const papers = rows.map(({ hit, text }) => ({ fit: hit.fit, ...countWords(text ?? { meta: { title: "" }, content: "" }) }));
  const average = papers.reduce((sum, { length }) => sum + length, 0) / papers.length;
  const words = learn(papers, asked, frequent);
  const most = words[0]?.worth || 1;
  return papers.map(({ counts, length }) => words.reduce((sum, { word, rarity, worth }) => {
    const count = counts.get(word) ?? 0;
    return sum + (WORTH * (worth / most) * rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / (average || 1)));
  }, 0));
}

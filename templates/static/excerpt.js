/** The part of an abstract that has most of the words that were sought, and the marks of these words. */

import { normalWords } from "./normal.js";

const LONG = 36; // words of an excerpt
const BACK = 8; // words that it goes back to begin with a sentence

/** Give the words of a text, each with whether it is one that was sought. */
function read(text, { places, isSought }) {
  const known = new Set(places);
  return normalWords(text).map((one, i) => ({ ...one, isMarked: known.has(i) || isSought(one.word) }));
}

/** Cut a text into parts { text, isMarked }. */
function cut(text, words, from, to) {
  const parts = [];
  let at = from;
  for (const { start, end, isMarked } of words) {
    if (!isMarked || end <= at || end > to) continue;
    const begin = Math.max(start, at); // pairs of characters overlap
    if (begin > at || !parts.length) parts.push({ text: text.slice(at, begin), isMarked: false });
    const last = parts.at(-1);
    if (last.isMarked) last.text += text.slice(begin, end);
    else parts.push({ text: text.slice(begin, end), isMarked: true });
    at = end;
  }
  return [...parts, { text: text.slice(at, to), isMarked: false }].filter((part) => part.text);
}

/** Cut a title into parts. */
export const mark = (text, sought) => cut(text, read(text, sought), 0, text.length);

/** Give the number of the word with which the part begins that has most different words. */
function findBest(words) {
  let [best, most] = [0, 0];
  const counts = new Map();
  for (const [i, { word, isMarked }] of words.entries()) {
    if (isMarked) counts.set(word, (counts.get(word) ?? 0) + 1);
    const gone = words[i - LONG];
    if (gone?.isMarked && counts.set(gone.word, counts.get(gone.word) - 1).get(gone.word) === 0) counts.delete(gone.word);
    if (counts.size > most) [best, most] = [Math.max(0, i - LONG + 1), counts.size];
  }
  return most ? Math.min(best, Math.max(0, words.length - LONG)) : 0;
}

/** Go to the first word of a sentence: back where it is near, else on to the first word that was sought. */
function findStart(text, words, best) {
  const isFirst = (i) => i === 0 || /[.!?。！？]/.test(text.slice(words[i - 1].end, words[i].start));
  const first = words.findIndex(({ isMarked }, i) => isMarked && i >= best);
  const anchor = first < 0 ? best : first;
  for (let i = anchor; i >= Math.max(0, anchor - BACK); i--) if (isFirst(i)) return i;
  return Math.max(0, Math.min(best, anchor - 3));
}

/** Cut the best part of an abstract into parts. */
export function excerpt(text, sought) {
  const words = read(text, sought);
  if (!words.length) return [{ text, isMarked: false }];
  const start = findStart(text, words, findBest(words));
  const last = words[Math.min(words.length, start + LONG) - 1];
  const isEnd = last === words.at(-1);
  const from = start ? words[start].start : 0;
  const to = isEnd ? text.length : last.end + (/^[.!?)\]”"]+(?=\s)/.exec(text.slice(last.end))?.[0].length ?? 0);
  const isWhole = isEnd || /[.!?]$/.test(text.slice(from, to));
  const isBegun = start > 0 && !/[.!?。！？]\s*$/.test(text.slice(words[start - 1].end, from));
  return [
    ...(isBegun ? [{ text: "… ", isMarked: false }] : []), ...cut(text, words, from, to),
    ...(isWhole ? [] : [{ text: " …", isMarked: false }]),
  ];
}

/** A query and the parts of the archive -> the papers that it finds, as if the parts were one index. */

import { NAME_MARK, isStopWord, wordsOf } from "./normal.js";
import { parseName } from "./query.js";
import { rarity, rateTitle, shareInTitle } from "./ranking.js";

const FEW = 5; // with fewer papers, those that lack a word are shown, too
const LONG = 4; // words of a query of which few papers have all
const FEW_OF_LONG = 20;
const ENOUGH = 10; // papers that are shown where none has all words, also with less than half of the query
const NEAR = 2; // related words that help, of each word: each costs the reader a file of each bundle
const HALF = 0.5; // which share of a query others must have, at least
const MOST_NAMES = 5; // words of a name
const LEAST_CUT = 5; // letters that are left of a word whose end is taken back
const MOST_CUT = 3;
const RARE = 4; // papers of a word that may be a typing error itself

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const isWord = (word, least) => new RegExp(`^\\p{L}{${least},}$`, "u").test(word);

/** Look for words in the parts: how an index has each, and how many papers have it, or a word that begins with it. */
async function look(archive, opened, words) {
  const all = [...new Set(words)];
  if (!all.length) return new Map();
  const looked = await Promise.all(opened.map((part) => archive.call(part, "look", all)));
  return new Map(all.map((word, i) => [word, {
    stem: looked[0].stems[i] ?? word,
    exact: sum(looked.map(({ counts }) => counts[i]?.[0] ?? 0)),
    open: sum(looked.map(({ counts }) => counts[i]?.[1] ?? 0)),
  }]));
}

/** Give the words that are one with a neighbour: 'gpt 4o' is also 'gpt4o'. Those of letters alone only where all are asked for. */
function joinWords(words, isAll) {
  const pairs = words.slice(1).map((word, i) => [i, words[i] + word]);
  return pairs.filter(([i]) => isAll || /\p{N}/u.test(words[i] + words[i + 1]));
}

/** Give the words that do as well as a word of the query: [number of the word, the same, [other word]]. */
function listEither({ words, either }) {
  return either.flatMap(([word, others]) => (words.includes(word) ? others.map((other) => [words.indexOf(word), words.indexOf(word), [other]]) : []));
}

const markName = (name) => NAME_MARK + name + NAME_MARK;

/** Write a query with the words of the index. */
function translate(query, known, papers, { joined, same, near, name, filters, sort }) {
  const stem = (word) => known.get(word).stem;
  const terms = query.words.map((word, i) => {
    const { exact, open } = known.get(word);
    const isLast = query.isOpen && i === query.words.length - 1;
    // A word that nothing has tells nothing of what has the others.
    return { stem: stem(word), isOpen: isLast, isWord: exact > 0, weight: open ? rarity(papers, exact || open) : 0 };
  });
  return {
    terms, filters, sort, name, id: query.id && stem(query.id),
    joined: joined.filter(([, word]) => known.get(word).open).map(([i, word]) => [i, stem(word)]),
    same: same.map(([from, to, words]) => [from, to, words.map(stem)]),
    near: near.map((words) => words.map(stem)),
    phrases: query.phrases.map((words) => words.map(stem)),
    without: query.without.map((words) => words.map(stem)),
    authors: query.authors.map(({ names, words }) => ({ names, word: names.length ? "" : stem(words[0]) })),
  };
}

/** Search these parts: { all, some, isName, known, query }. */
async function gather(archive, opened, query, { isPoor: isAll, same = [], near = [], name = null, filters, sort }) {
  const joined = joinWords(query.words, isAll);
  const alike = [...same, ...listEither(query)];
  const names = [...query.authors.flatMap((author) => author.names), ...(name?.names ?? [])].map(markName);
  const words = [
    ...query.words, ...joined.map(([, word]) => word), ...near.flat(), ...alike.flatMap(([, , one]) => one),
    ...query.phrases.flat(), ...query.without.flat(),
    ...query.authors.flatMap((author) => author.words), ...names, ...(query.id ? [query.id] : []),
  ];
  const known = await look(archive, opened, words);
  const papers = sum(opened.map(({ pages }) => pages));
  const asked = translate(query, known, papers, { joined, same: alike, near, name, filters, sort });
  const found = await Promise.all(opened.map((part) => archive.call(part, "match", asked)));
  const collect = (kind) => found.flatMap((one, i) => one[kind].map((row) => {
    const part = opened[i];
    const read = archive.reader(part);
    return { ...row, part, key: part.path + row.id, data: () => read(row.id, asked) };
  })).sort(orderBy(sort));
  return { all: collect("all"), some: collect("some"), isName: found.some((one) => one.isName), known, asked };
}

const byDay = (a, b) => a.part.number - b.part.number || a.place - b.place;

const ORDERS = {
  newest: byDay,
  votes: (a, b) => b.votes - a.votes || byDay(a, b),
  "": (a, b) => b.named - a.named || b.fit - a.fit || byDay(a, b),
};

const orderBy = (sort) => ORDERS[sort] ?? ORDERS[""];

/** Give the words of a query that no part has, nor one that begins with them. */
const unknownOf = (query, known) => query.words.filter((word) => !known.get(word).open);

const withWords = (query, words) => ({ ...query, words: [...new Set(words)] });

/**
 * Take letters back from the last word, which may be half typed: the index knows "comput", which "computa" has outgrown.
 * More than so many papers must have what is left. Of a short word, any beginning will do where one paper is enough: "usi"
 * is on the way to "using", which the index knows as "use".
 */
async function cutLast(archive, opened, query, papers) {
  const last = query.words.at(-1);
  const isShort = !papers && last.length <= LEAST_CUT;
  const least = isShort ? 2 : LEAST_CUT;
  for (let length = last.length - 1; length >= least && last.length - length <= MOST_CUT; length--) {
    const word = last.slice(0, length);
    const { exact, open } = (await look(archive, opened, [word])).get(word);
    if (isShort ? open : exact > papers) return withWords(query, [...query.words.slice(0, -1), word]);
  }
  return null;
}

/** Give the query with the nearest words of titles in the place of words that nothing has; null where there are none. */
async function correct(archive, opened, query, unknown) {
  const words = unknown.filter((word) => isWord(word, 4));
  if (!words.length) return null;
  const nearest = await archive.ask("correct", words, query.isOpen ? query.words.at(-1) : "", opened.map((part) => `${part.path}words.txt`));
  return Object.keys(nearest).length ? { nearest, query: withWords(query, query.words.map((word) => nearest[word] ?? word)) } : null;
}

/** Divide "vct2" into letters and digits: a title may have "VCT^2". */
const divide = (word) => /^(\p{L}{2,})(\p{N}.*)$/u.exec(word)?.slice(1) ?? [word];

/** Find papers with words that the index has in the place of those that it does not have: what `gather` gives, and `query`. */
async function mend(archive, opened, query, found, options) {
  const unknown = unknownOf(query, found.known);
  if (!unknown.length) return found;
  const isLast = query.isOpen && unknown.includes(query.words.at(-1)) && !/\p{N}/u.test(query.words.at(-1));
  const divided = withWords(query, query.words.flatMap((word) => (unknown.includes(word) ? divide(word) : [word])));
  const parts = divided.words.length > query.words.length && (await gather(archive, opened, divided, options));
  if (parts && parts.all.length) return { ...parts, query: divided };
  const finish = async (other, nearest) => ({ ...(await gather(archive, opened, other, options)), query: other, nearest });
  const cut = isLast && (await cutLast(archive, opened, query, RARE));
  if (cut) return finish(cut, { [query.words.at(-1)]: `${cut.words.at(-1)}…` });
  let better = null;
  let isUnmended = false;
  try {
    better = await correct(archive, opened, query, unknown);
  } catch (error) {
    if (!options.isLast || error.part) throw error;
    isUnmended = true;
  }
  if (better) return finish(better.query, better.nearest);
  const any = isLast && !isUnmended && (await cutLast(archive, opened, query, 0));
  return any ? finish(any, { [query.words.at(-1)]: `${any.words.at(-1)}…` }) : { ...found, isUnmended };
}

/** Give the name that a query may be, where it may be one. */
function nameOf(query, isName) {
  const isAlone = !query.phrases.length && !query.authors.length && query.words.length <= MOST_NAMES;
  const { words, names } = parseName(query.text);
  return isName && isAlone && words.length <= MOST_NAMES && names.length ? { names, word: "" } : null;
}

/** Give what is known of these words; nothing where it cannot be loaded, for it is no part of an answer. */
export const relate = (archive, words) => archive.ask("near", archive.parts[0].path, words).catch(() => ({ near: {}, full: {}, short: {} }));

/**
 * Give the words that are related to each word of a long query, and what does as well: "retrieval augmented generation" for "rag",
 * and the other way round.
 */
async function findNear(archive, query) {
  const { words } = query;
  const spans = [];
  for (const [from] of words.entries()) {
    for (let to = from + 1; to < Math.min(words.length, from + MOST_NAMES); to++) spans.push([from, to, words.slice(from, to + 1).join(" ")]);
  }
  const { near, full, short } = await relate(archive, [...words, ...spans.flatMap(([, , text]) => [text, `${text}s`])]);
  const same = words.flatMap((word, i) => (full[word] ?? []).map((text) => [i, i, text.split(" ")]));
  for (const [from, to, text] of spans) for (const one of short[text] ?? short[`${text}s`] ?? []) same.push([from, to, [one]]);
  const nearest = (word) => (near[word] ?? "").split(" ").filter((one) => one && !words.includes(one)).slice(0, NEAR);
  return { near: isLong(query) ? words.map(nearest) : [], same };
}

/** Give what rates papers of a long query by what they have in common; null where it is not needed, or cannot be loaded. */
async function loadFeedback(archive, opened, query) {
  if (!isLong(query)) return null;
  const largest = opened.reduce((one, other) => (other.pages > one.pages ? other : one));
  const loaded = Promise.all([import("./feedback.js"), archive.ask("frequent", largest.path)]);
  return loaded.then(([{ rateAlike }, frequent]) => (rows, words) => rateAlike(rows, words, frequent), () => null);
}

/** Tell if a query is as people speak, or long: then a paper that lacks a word may be what was meant. */
const isLong = ({ words, text }) => words.length >= LONG || (words.length > 1 && wordsOf(text).some(isStopWord));

const isPoor = (query, papers) => query.words.length > 0 && papers < (isLong(query) ? FEW_OF_LONG : FEW);

/** Choose which of the papers that lack a word are shown: of a long query the best, else those with most of it. */
function choose(query, some, others) {
  const most = some.filter((row) => row.share >= HALF);
  const rest = isLong(query) ? some : others || most.length >= ENOUGH ? most : some.slice(0, ENOUGH);
  return { rest, isMost: rest.every((row) => row.share >= HALF) };
}

/** Order papers of a long query that may lack a word; of a short one, those come first that have all. */
function order(all, rest, query, sort) {
  return isLong(query) && !sort ? [...all, ...rest].sort(orderBy(sort)) : [...all, ...rest];
}

/** Search these parts for the paper of an id, or for those whose id begins so; null where none does. */
async function findId(archive, opened, query, options) {
  if (!query.id) return null;
  const { all, asked } = await gather(archive, opened, { ...query, words: [], phrases: [] }, { ...options, sort: "newest" });
  return all.length ? { hits: all, all: all.length, rest: 0, asked, isId: true } : null;
}

const withoutId = (query) => ({ ...query, id: "" });

/** Search these parts for what they have at once: no word is replaced, no paper lacks one. Give { hits, all, rest, asked }. */
export async function findEarly(archive, opened, query, options) {
  const meant = await findId(archive, opened, query, options);
  if (meant) return meant;
  const { all, asked } = await gather(archive, opened, withoutId(query), options);
  return { hits: all, all: all.length, rest: 0, asked };
}

/** Search these parts, which are the whole archive: { hits, all, rest, isMost, words, nearest, isUnmended, asked, name, feedback }. */
export async function find(archive, opened, typed, options) {
  const meant = await findId(archive, opened, typed, options);
  if (meant) return meant;
  const query = withoutId(typed);
  const feedback = loadFeedback(archive, opened, query);
  const first = await gather(archive, opened, query, options);
  const mended = await mend(archive, opened, query, first, options);
  const { nearest, isUnmended, query: words = query } = mended;
  const name = nearest ? null : nameOf(query, mended.isName);
  const isAskedMore = isPoor(words, mended.all.length);
  const { near = [], same = [] } = isAskedMore && !nearest ? await findNear(archive, words) : {};
  const found = name || isAskedMore ? await gather(archive, opened, words, { ...options, name, near, same, isPoor: isAskedMore }) : mended;
  const { all, asked } = found;
  const { rest, isMost } = isPoor(words, all.length) ? choose(words, found.some, all.length) : { rest: [], isMost: true };
  const hits = order(all, rest, words, options.sort);
  return { hits, all: all.length, rest: rest.length, isMost, words: words.words, nearest, isUnmended, asked, name, same: same.map(([, , one]) => one.join(" ")), isNear: near.some((one) => one.length) && rest.length > 0, feedback: await feedback };
}

/**
 * Put the papers in order whose texts were loaded, by what their titles have of the text as it is written. Of a long query
 * that is no title, what the papers have in common counts too. `rows` are { hit, text }; the papers of a name stay before
 * others, and those with all words of a short query.
 */
export function refine(rows, query) {
  const words = wordsOf(query.text);
  const titles = rows.map(({ text }) => wordsOf(text?.meta.title ?? ""));
  const isQuestion = query.feedback && titles.every((title) => shareInTitle(words, title) < 1);
  const alike = isQuestion ? query.feedback(rows, words) : rows.map(() => 0);
  const rated = rows.map((row, i) => {
    const isWhole = isLong(query) || !row.hit.missing.length;
    return { row, isWhole, fit: row.hit.fit + (row.text ? rateTitle(words, titles[i]) : 0) + alike[i] };
  });
  rated.sort((a, b) => b.row.hit.named - a.row.hit.named || b.isWhole - a.isWhole || b.fit - a.fit);
  return rated.map(({ row }) => row);
}

/**
 * What a query finds in an index: which papers, in which order, and what they have of its words.
 *
 * A query is { terms, joined, phrases, without, authors, name, id, filters, sort }, its words as the index has them.
 * `joined` is [number of the first of two terms, the word of both], `same` is [first term, last term, words that
 * do as well], `near` the words related to each term. `name` is an author that the query may be.
 */

import { filter, findAuthor, findId, findPhrase, findTerm } from "./matching.js";
import { rate, share } from "./ranking.js";

const MOST = 60; // papers that lack a word
const kept = new WeakMap(); // the last query of an index, and what it found

/** What a paper has that lacks all terms. */
const withoutWords = (terms) => Object.assign(Array(terms.length).fill(null), { pairs: [], near: [] });

/** What a paper has of terms for which it has another word, or a phrase. */
const withPhrase = ({ places, titlePlaces }) => ({ body: places.length, title: Number(titlePlaces.length > 0), authors: 0, places, titlePlaces });

/** Note what papers have of the words that are related to a term; papers that have nothing else are not sought. */
function addNear(index, papers, i, stems) {
  for (const stem of stems) {
    for (const [paper, found] of findTerm(index, { stem, isOpen: false })) {
      const near = papers.get(paper)?.near;
      if (near && !(near[i]?.title > found.title)) near[i] = found;
    }
  }
}

/**
 * Give what the papers have of the terms, by their numbers: a list, with a gap where a term is missing. `pairs` of the list
 * has, by the first of two terms, what the paper has of the word of both; `near`, what it has of words related to a term.
 */
function findTerms(index, { terms, joined, same, near }) {
  const papers = new Map();
  const add = (i, found) => {
    for (const [paper, one] of found) {
      if (!papers.has(paper)) papers.set(paper, withoutWords(terms));
      papers.get(paper)[i] ??= one;
    }
  };
  for (const [i, term] of terms.entries()) add(i, findTerm(index, term));
  for (const [i, stem] of joined) {
    const found = findTerm(index, { ...terms[i], stem, isOpen: terms[i + 1].isOpen });
    add(i, found);
    add(i + 1, found);
    for (const [paper, one] of found) papers.get(paper).pairs[i] = one;
  }
  for (const [from, to, stems] of same) {
    const found = new Map([...findPhrase(index, stems)].map(([paper, one]) => [paper, withPhrase(one)]));
    for (let i = from; i <= to; i++) add(i, found);
  }
  for (const [i, stems] of near.entries()) addNear(index, papers, i, stems);
  return papers;
}

/** Give the papers that have what must be there, and nothing that must not: { words, named, phrases } of each. */
function search(index, query) {
  const phrases = query.phrases.map((stems) => findPhrase(index, stems));
  const sets = [...phrases, ...query.authors.map((author) => findAuthor(index, author))];
  if (query.id) sets.push(findId(index, query.id));
  const barred = query.without.map((stems) => findPhrase(index, stems));
  const named = query.name ? findAuthor(index, query.name) : new Map();
  const words = findTerms(index, query);
  const start = query.terms.length ? new Set([...words.keys(), ...named.keys()]) : (sets[0]?.keys() ?? index.pages.keys());
  const papers = new Map();
  for (const paper of start) {
    if (barred.some((set) => set.has(paper)) || !sets.every((set) => set.has(paper))) continue;
    papers.set(paper, {
      words: words.get(paper) ?? withoutWords(query.terms),
      named: named.get(paper) ?? 0,
      phrases: phrases.map((found, i) => ({ ...found.get(paper), length: query.phrases[i].length })),
    });
  }
  return papers;
}

/** Search; the last query's papers are kept, for its texts and filters. */
function recall(index, { filters, sort, ...query }) {
  const key = JSON.stringify(query);
  if (kept.get(index)?.key !== key) kept.set(index, { key, papers: search(index, query) });
  return kept.get(index).papers;
}

/** Tell if some paper has the words of a query in the names of its authors, but for initials: then it may be a name. */
function isName(papers, terms) {
  const names = [...terms.keys()].filter((i) => terms[i].stem.length > 1);
  return names.length > 0 && [...papers.values()].some(({ words }) => names.every((i) => words[i]?.authors === 1));
}

/**
 * Give the papers of a query: `all` have all its words, `some` lack some; the best of those first. A paper is { id, fit,
 * place, named, missing, share }: `place` is its place in the order of days, `missing` are the numbers of the terms it lacks.
 */
export function find(index, query) {
  const papers = recall(index, query);
  const left = filter(index, query.filters);
  const [all, some] = [[], []];
  for (const [paper, { words, named }] of papers) {
    if (left && !left.has(paper)) continue;
    const [id, length] = index.pages[paper];
    const missing = [...words.keys()].filter((i) => !words[i]);
    const score = rate(query.terms, words, length / index.averageLength);
    const had = share(query.terms, words);
    const row = { id, fit: score * Math.sqrt(had), named, missing, place: index.place(paper), share: had };
    (missing.length && !named ? some : all).push(row);
  }
  some.sort((a, b) => b.fit - a.fit);
  return { all, some: some.slice(0, MOST), isName: isName(papers, query.terms) };
}

/** Give where in the title and in the abstract of a paper the words of a query are. */
export function findPlaces(index, query, id) {
  const { words, phrases } = recall(index, query).get(index.number(id)) ?? { words: [], phrases: [] };
  const collect = (name) => {
    const places = new Set(words.flatMap((found) => found?.[name] ?? []));
    for (const phrase of phrases) {
      for (const first of phrase[name] ?? []) for (let i = 0; i < phrase.length; i++) places.add(first + i);
    }
    return [...places].sort((a, b) => a - b);
  };
  return { places: collect("places"), titlePlaces: collect("titlePlaces") };
}

/** Count what a query finds by the values of a filter, as if that filter were not chosen: [value, papers]. */
export function countFilter(index, query, name, isAll) {
  const left = filter(index, query.filters, name);
  const found = new Set();
  for (const [paper, { words, named }] of recall(index, query)) {
    if ((!left || left.has(paper)) && (!isAll || named || words.every(Boolean))) found.add(paper);
  }
  const values = [...(index.filters.get(name) ?? [])];
  return values.map(([value, papers]) => [value, papers.intersection(found).size]).filter(([, count]) => count);
}

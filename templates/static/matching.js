/**
 * Which papers of an index have what a query asks for.
 *
 * A term of a query is { stem, weight, isOpen, isWord }: its word as the index has it, how rare it is, and whether it may go on,
 * for it may be half typed (`isWord`: though it is a word as it stands). What a paper has of a term is { body, title, authors, places, titlePlaces }: how often the
 * body has it, how well title and authors do, and where.
 */

import { NAME_MARK } from "./normal.js";

const LEAST = 4; // letters of a word that finds longer ones, too
const LONGER = 0.4; // what a longer word is worth
const IDS = "ids";

/** Tell what a word of the index is worth for a term: 1 where it is the same, 0 where it says another thing. */
function compare({ stem, isOpen, isWord }, word) {
  if (word === stem) return 1;
  if (/^\p{N}+$/u.test(stem)) return 0; // a number is another one with more digits
  if (isOpen) return isWord ? LONGER : LONGER + (1 - LONGER) * (stem.length / word.length) ** 2;
  // Another number, or the name of another model, is not what was meant.
  return stem.length < LEAST || /\p{N}/u.test(stem) ? 0 : LONGER;
}

/** Note what a paper has of a term. */
function note(papers, paper, worth, { body, fields }) {
  const { title = [], authors = [] } = fields;
  if (!body.length && !title.length && !authors.length) return; // it has an id that begins so
  const found = papers.get(paper) ?? { body: 0, title: 0, authors: 0, places: [], titlePlaces: [] };
  found.body += worth * body.length;
  found.places.push(...body);
  found.titlePlaces.push(...title);
  if (title.length) found.title = Math.max(found.title, worth);
  if (authors.length) found.authors = Math.max(found.authors, worth);
  papers.set(paper, found);
}

/** Give what each paper has of a term, by its number. */
export function findTerm(index, term) {
  const papers = new Map();
  for (const word of index.extend(term.stem)) {
    const worth = compare(term, word);
    if (worth) for (const [paper, places] of index.papers(word)) note(papers, paper, worth, places);
  }
  return papers;
}

/** Give the first of places that follow each other, one of each list. */
function findRow([first, ...rest]) {
  return (first ?? []).filter((place) => rest.every((places, i) => places?.includes(place + i + 1)));
}

/** Give the papers in which these words follow each other, in the body or in one field; with the first places of both. */
export function findPhrase(index, stems) {
  const [first, ...rest] = stems.map((stem) => index.papers(stem));
  const papers = new Map();
  for (const [paper, one] of first) {
    const all = [one, ...rest.map((found) => found.get(paper))];
    if (all.some((places) => !places)) continue;
    const rows = (name) => findRow(all.map(({ fields }) => fields[name]));
    const [places, titlePlaces] = [findRow(all.map(({ body }) => body)), rows("title")];
    if (places.length || titlePlaces.length || rows("authors").length) papers.set(paper, { places, titlePlaces });
  }
  return papers;
}

/** Give the papers with a word in a field that is this one: 2; or that begins with it: 1. */
function findField(index, name, start, whole) {
  const papers = new Map();
  for (const word of index.extend(start)) {
    const worth = word === whole ? 2 : 1;
    for (const [paper, { fields }] of index.papers(word)) if (fields[name]) papers.set(paper, Math.max(worth, papers.get(paper) ?? 0));
  }
  return papers;
}

/** Give the papers of an author { names, word }: the name in one word, in either order; or one word of it. */
export function findAuthor(index, { names, word }) {
  const papers = new Map();
  const found = names.map((name) => findField(index, "authors", NAME_MARK + name, NAME_MARK + name + NAME_MARK));
  if (word) found.push(findField(index, "authors", word, word));
  for (const [paper, worth] of found.flatMap((one) => [...one])) papers.set(paper, Math.max(worth, papers.get(paper) ?? 0));
  return papers;
}

/** Give the papers of an id, or of those that begin with it. */
export const findId = (index, id) => findField(index, IDS, id, id);

/** Give the values of a filter that are meant: of a month or a year, and in any case of letters. */
function findValues(values, wanted) {
  const low = wanted.toLowerCase();
  return [...values.keys()].filter((value) => value.toLowerCase() === low || (/^\d{4}$/.test(low) && value.startsWith(`${low}-`)));
}

/** Give the papers that all filters leave, but for one filter; null where there is none. */
export function filter(index, filters, without) {
  let left = null;
  for (const [name, wanted] of Object.entries(filters)) {
    for (const value of name === without ? [] : wanted) {
      const values = index.filters.get(name) ?? new Map();
      const some = new Set(findValues(values, value).flatMap((one) => [...values.get(one)]));
      left = left ? left.intersection(some) : some;
    }
  }
  return left;
}

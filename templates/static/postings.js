/**
 * The index of a bundle, as far as it was loaded: which papers have a word, and where in them.
 *
 * `site_gen/search/canonical.py` tells the form of the files.
 */

import { decode } from "./cbor.js";

/** Give the places of a word in a paper's body: a negative number says a weight, and each other the distance. */
function readBody(numbers) {
  const places = [];
  let last = 0;
  for (const number of numbers) {
    if (number < 0) last = 0;
    else places.push(last += number);
  }
  return places;
}

/** Give the places of a word in a paper's fields, by the number of the field: a negative number says which. */
function readFields(numbers) {
  const fields = new Map();
  let [field, last] = [0, 0];
  for (const number of numbers) {
    if (number < 0) [field, last] = [-number - 1, 0];
    else {
      if (!fields.has(field)) fields.set(field, []);
      fields.get(field).push(last += number);
    }
  }
  return fields;
}

/** Give where a word is, by the number of the paper: { body: places, fields: { title: places } }. */
function readPapers(rows, names) {
  const papers = new Map();
  let paper = 0;
  for (const [distance, body, fields = []] of rows) {
    paper += distance;
    const named = [...readFields(fields)].map(([field, places]) => [names[field], places]);
    papers.set(paper, { body: readBody(body), fields: Object.fromEntries(named) });
  }
  return papers;
}

export class Index {
  pages = []; // [name of the file with its text, how many words it has], by the number of the paper
  filters = new Map(); // the numbers of the papers with each value, by filter and value
  averageLength = 1;
  #fields = [];
  #words = new Map(); // rows of the index, or what was read of them
  #places; // a paper's place in the order of days, newest first
  #numbers; // of papers, by the name of the file

  /** Take a file: "meta", "filter" or "index", unpacked. */
  add(kind, bytes) {
    const data = decode(bytes);
    if (kind === "index") for (const [word, rows] of data[0]) this.#words.set(word, rows);
    else if (kind === "filter") this.filters.set(data[0], new Map(data[1].map(([value, papers]) => [value, new Set(papers)])));
    else {
      [, this.pages, , , , this.#fields = []] = data;
      this.averageLength = this.pages.reduce((sum, [, words]) => sum + words, 0) / this.pages.length || 1;
      this.#numbers = new Map(this.pages.map(([name], number) => [name, number]));
      this.#places = this.#sort(data[4].find(([name]) => name === "date")?.[1]);
    }
  }

  /** Give each paper's place, newest first. Without an order, the names of their files have it. */
  #sort(order) {
    const oldest = order ?? [...this.pages.keys()].sort((a, b) => (this.pages[a][0] < this.pages[b][0] ? -1 : 1));
    const places = [];
    for (const [place, paper] of oldest.entries()) places[paper] = oldest.length - place;
    return places;
  }

  /** Give a paper's place in the order of days, newest first. */
  place(paper) {
    return this.#places[paper] ?? 0;
  }

  /** Give the number of a paper, by the name of the file with its text. */
  number(id) {
    return this.#numbers.get(id);
  }

  /** Give where a word is, by the number of the paper. */
  papers(word) {
    const known = this.#words.get(word) ?? [];
    if (!Array.isArray(known)) return known;
    const papers = readPapers(known, this.#fields);
    this.#words.set(word, papers);
    return papers;
  }

  /** Give the words that begin with these letters, itself too. */
  extend(start) {
    return [...this.#words.keys()].filter((word) => word.startsWith(start));
  }

  /** Count the papers that have a word, and those with a word that begins with it. */
  count(word) {
    const papers = new Set(this.extend(word).flatMap((longer) => [...this.papers(longer).keys()]));
    return [this.papers(word).size, papers.size];
  }
}

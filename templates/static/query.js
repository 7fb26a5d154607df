/** What a reader asks for: words, phrases and operators, as they stand in the box. */

import { parseId } from "./identifiers.js";
import { american } from "./american.js";
import { isStopWord, wordsOf } from "./normal.js";

const OPERATOR = /(?<![\p{L}\p{N}"])(-?)(author|topic|org|in|has|votes):(?:"([^"]*)"|([^\s"]+))/giu;
const PHRASE = /(?<![\p{L}\p{N}])(-?)(?:"([^"]*)"|“([^“”]*)”|„([^„“”]*)[“”])/gu;
const BARRED = /(?<=^|\s)-(?=[\p{L}\p{N}])(\S+)/gu;
const EITHER = /([\p{L}\p{N}\p{M}]+)((?:\s+OR\s+[\p{L}\p{N}\p{M}]+)+)/gu;
const VOTES = [100, 50, 20, 10];
const LONGEST = 64; // letters of a word that is searched
const MOST = 32; // words of a query that are searched

const plain = (text) => wordsOf(text).map((word) => word.slice(0, LONGEST));

/** Give the words that an author is found by. */
function parseAuthor(value) {
  // A slug: the mark at the end of some is no part of the name.
  const isSlug = /^[a-z0-9]+(-[a-z0-9]+)+$/.test(value);
  return parseName(isSlug ? value.replace(/-[0-9a-f]{8}$/, "").replaceAll("-", " ") : value);
}

/**
 * Give a name's words, and the name in one word for each order of its parts: given names first, surname first. Where initials
 * stand for all given names, the index knows the first of them.
 */
export function parseName(name) {
  const parts = name.split(/[\s,]+|(?<=\.)(?=\p{L})/u).map((part) => plain(part).join("")).filter(Boolean);
  if (parts.length < 2) return { words: plain(name), names: [] };
  const orders = [[parts.at(-1), ...parts.slice(0, -1)], parts];
  const initials = orders.filter(([, ...given]) => given.length > 1 && given.every((part) => part.length === 1));
  return { words: plain(name), names: [...new Set([...orders, ...initials.map((order) => order.slice(0, 2))].map((order) => order.join("")))] };
}

/** Read the value of an operator into the query; tell if it says anything. */
const READERS = {
  author(query, value) {
    const author = parseAuthor(value);
    return author.words.length > 0 && query.authors.push(author);
  },
  topic: (query, value) => query.filters.topic.push(value),
  org: (query, value) => query.filters.org.push(value),
  in: (query, value) => /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(value) && query.filters.month.push(value),
  has: (query, value) => value.toLowerCase() === "code" && query.filters.code.push("yes"),
  votes(query, value) {
    const wanted = /^\d{1,9}$/.test(value) ? VOTES.find((least) => least <= Number(value)) : 0;
    if (!wanted) return false;
    if (wanted !== Number(value)) query.notes.push(`Votes are counted from 10, 20, 50 and 100: shown are papers with ${wanted} and more`);
    return query.filters.votes.push(String(wanted));
  },
};

/** Take out what a pattern finds and a reader understands; what it does not stays, as plain words. */
const take = (text, pattern, read) => text.replace(pattern, (...found) => (read(...found) ? " " : found[0]));

/**
 * Parse a query: { id, text, words, either, phrases, without, authors, filters, notes, isOpen }.
 *
 * `words` are those to look for, `text` is what they were taken from; `isOpen` tells that the last may be half typed,
 * `either` are [word, words that do as well]. What
 * is no operator is plain words.
 */
export function parse(text) {
  const query = {
    id: parseId(text.trim()), words: [], either: [], phrases: [], without: [], authors: [], notes: [], isOpen: false,
    filters: { topic: [], org: [], month: [], code: [], votes: [] },
  };
  const addPhrase = (phrase, isBarred) => {
    const words = plain(phrase);
    return words.length > 0 && (isBarred ? query.without : query.phrases).push(words);
  };
  let rest = take(text, OPERATOR, (_, minus, name, quoted, bare) => {
    const value = (quoted ?? bare).trim();
    return !minus && value && READERS[name.toLowerCase()](query, value);
  });
  rest = take(rest, PHRASE, (_, minus, ...quoted) => addPhrase(quoted.slice(0, 3).find((one) => one !== undefined), minus));
  const barred = [];
  const left = take(rest, BARRED, (_, word) => {
    barred.push(plain(word));
    return true;
  });
  const isAsked = plain(left).length > 0 || query.phrases.length > 0 || query.authors.length > 0;
  // A query of such words alone asks for nothing: then they are what was meant.
  if (isAsked) query.without.push(...barred.filter((words) => words.length));
  query.text = takeEither(isAsked ? left : rest, query);
  query.words = pickWords(query.text);
  query.isOpen = query.words.length > 0 && /[\p{L}\p{N}\p{M}]$/u.test(text);
  return query;
}

/** Take words such as "lora OR peft" out, but for the first; the others are noted beside it. */
function takeEither(text, query) {
  return text.replace(EITHER, (_, first, rest) => {
    const others = rest.split(/\s+OR\s+/u).filter(Boolean).map((other) => american(plain(other).join("")));
    query.either.push([american(plain(first).at(-1) ?? ""), others]);
    return first;
  });
}

/** Give the words to look for: without those that say nothing, unless there are no others. */
function pickWords(text) {
  const words = plain(text).map(american);
  const telling = words.filter((word) => !isStopWord(word));
  return [...new Set(telling.length ? telling : words)].slice(0, MOST);
}

/** Tell if a query asks for anything. */
export const isEmpty = ({ id, words, phrases, authors, filters }) =>
  !id && ![words, phrases, authors, ...Object.values(filters)].some((list) => list.length);

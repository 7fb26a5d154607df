/** A paper that was found -> its place in the list of results. */

import { american } from "./american.js";
import { coins } from "./coins.js";
import { excerpt, mark } from "./excerpt.js";
import { wordsOf } from "./normal.js";

const SHOWN = 3; // authors that a result names
const MOST_WORDS = 12; // that the paper's page is to mark

/** Make an element. */
export function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** Make an element with a class. */
const classed = (name, className, ...children) => Object.assign(element(name, ...children), { className });

/** Give a list that the index keeps as one text. */
export const listOf = (text) => (text ?? "").split("; ").filter(Boolean);

/** Tell if a name is one that was sought: all its words are among those of the query, but for initials. */
function isSoughtName(name, forms) {
  const words = wordsOf(name).filter((word) => word.length > 1);
  return words.length > 0 && words.every((word) => forms.has(word));
}

/** Name the first authors, and those who were sought. */
function nameAuthors({ authors, more_authors: hasMore }, forms) {
  const names = listOf(authors);
  const isCut = names.length > SHOWN + 1 || Boolean(hasMore); // one more name is no longer than "et al."
  const parts = names.flatMap((name, i) => {
    const isSought = isSoughtName(name, forms);
    if (isCut && i >= SHOWN && !isSought) return [];
    return [i ? ", " : "", isSought ? element("mark", name) : name];
  });
  return isCut ? [...parts, " et al."] : parts;
}

/** Make a link to a file of the paper; to nothing but the web. */
function link(name, address, title) {
  const url = URL.parse(address);
  if (!/^https?:$/.test(url?.protocol)) return null;
  const made = Object.assign(element("a", name), { href: url.href });
  made.ariaLabel = `${name}: ${title}`;
  return made;
}

/** Say what the paper lacks of the query, its day, its votes, its topics, and where its files are. */
function facts({ title, day, votes, topics, pdf, code }, missing, language) {
  const number = Number(votes);
  const line = classed("p", "facts", classed("span", "day", day ?? ""));
  if (number) line.append(element("span", `${number.toLocaleString(language)} ${number === 1 ? "vote" : "votes"}`));
  for (const topic of listOf(topics)) line.append(element("span", topic));
  for (const made of [link("PDF", pdf, title), link("Code", code, title)]) if (made) line.append(made);
  if (missing.length) line.append(classed("span", "without", "without ", ...missing.flatMap((word, i) => [i ? ", " : "", element("s", word)])));
  return line;
}

/**
 * Make the item of a result: the first is its text, `words` are those of the query, `names` those that an author may have,
 * `missing` the words that it lacks.
 */
export function result({ url, content, meta, places, titlePlaces }, { words, names }, missing, language) {
  const forms = new Set(words);
  const isSought = (word) => forms.has(word) || forms.has(american(word));
  const title = mark(meta.title, { places: titlePlaces, isSought });
  const text = excerpt(content, { places, isSought });
  const marked = [...title, ...text].filter((part) => part.isMarked).map((part) => part.text.toLowerCase());
  const show = (parts) => parts.map((part) => (part.isMarked ? element("mark", part.text) : part.text));
  const anchor = element("a", ...show(title));
  const found = [...new Set(marked)].slice(0, MOST_WORDS);
  anchor.href = found.length ? `${url}#words=${encodeURIComponent(found.join(" "))}` : url; // which the paper's page marks
  const heading = element("h2", anchor);
  const paragraph = classed("p", "excerpt", ...show(text));
  heading.dir = paragraph.dir = "auto";
  const authors = nameAuthors(meta, new Set(names));
  const item = element("li", heading);
  if (meta.authors) item.append(Object.assign(classed("p", "by", ...authors), { dir: "auto" }));
  const read = { ...meta, authors: listOf(meta.authors), topics: listOf(meta.topics), abstract: content };
  item.append(paragraph, facts(meta, missing, language), coins({ ...read, url: new URL(url, location.href).href }));
  return item;
}

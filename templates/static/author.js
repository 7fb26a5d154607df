/** The line that leads to the page of an author whose name was sought. */

import { wordsOf } from "./normal.js";
import { element, listOf } from "./results.js";

const LONGEST = 80; // letters of a slug that is the name itself
const MOST = 3; // authors that are named

/** Give the slug of a name that needs no mark; "" for others. `author_slug` in Python does the same. */
function slugOf(name) {
  const folded = name.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  const isPlain = /^[a-z0-9]+(?: [a-z0-9]+)*(?<! [0-9a-f]{8})$/.test(folded) && folded.length <= LONGEST && folded !== "names";
  return isPlain ? folded.replaceAll(" ", "-") : "";
}

/** Give the ways to write a name in one word, the surname first: with all given names, with one, with its initial. */
function formsOf(name) {
  const parts = name.split(/\s+/).map((part) => wordsOf(part).join("")).filter(Boolean);
  const [surname, given] = [parts.at(-1), parts.slice(0, -1)];
  return given.length ? [given.join(""), given[0], given[0][0]].map((one) => surname + one) : [];
}

/** Find the authors of some papers that a query means: [{ name, slug, papers }], those of most papers first. */
function findNames({ names }, texts) {
  const found = new Map();
  for (const { authors, slugs } of texts.map(({ meta }) => meta)) {
    for (const [i, name] of listOf(authors).entries()) {
      if (!formsOf(name).some((form) => names.includes(form))) continue;
      const slug = slugs?.split("; ")[i] || slugOf(name);
      found.set(slug, { name, slug, papers: (found.get(slug)?.papers ?? 0) + 1 });
    }
  }
  return [...found.values()].filter(({ slug }) => slug).sort((a, b) => b.papers - a.papers);
}

let latest = 0;

/**
 * Show the line for a search { name, hits, texts }, or put it away. An author has a page from some papers on; whether it is
 * there, the site is asked.
 */
export async function showAuthor(line, found, { authors: folder, authorPages }) {
  const mine = ++latest;
  line.hidden = true;
  const least = Number(authorPages);
  if (!found || !least) return;
  const names = findNames(found.name, found.texts);
  const papers = found.hits.filter(({ named }) => named === 2).length;
  const likely = names.filter((one) => one.papers >= least || (names.length === 1 && papers >= least)).slice(0, MOST);
  const urls = likely.map(({ slug }) => `${folder}${slug}/`);
  const are = await Promise.all(urls.map((url) => fetch(url, { method: "HEAD" }).then(({ ok }) => ok, () => false)));
  const links = likely.flatMap(({ name }, i) => (are[i] ? [Object.assign(element("a", name), { href: urls[i] })] : []));
  if (mine !== latest || !links.length) return;
  line.replaceChildren("All papers of ", ...links.flatMap((link, i) => (i ? [", ", link] : [link])));
  line.hidden = false;
}

/** The line that leads to the page of an author whose name was sought. */

import { parseName } from "./query.js";
import { classed, listOf } from "./results.js";

const LONGEST = 80; // letters of a slug that is the name itself

/** Give the slug of a name that needs no mark; "" for others. `author_slug` in Python does the same. */
function slugOf(name) {
  const folded = name.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  const isPlain = /^[a-z0-9]+(?: [a-z0-9]+)*(?<! [0-9a-f]{8})$/.test(folded) && folded.length <= LONGEST && folded !== "names";
  return isPlain ? folded.replaceAll(" ", "-") : "";
}

/** Find the name of an author that a query has, in either order: { name, slug }; the slug may be "". */
function findName({ names }, { authors, slugs }) {
  const known = listOf(authors);
  const at = known.findIndex((name) => parseName(name).names.some((one) => names.includes(one)));
  if (at < 0) return null;
  return { name: known[at], slug: slugs?.split("; ")[at] || slugOf(known[at]) };
}

let latest = 0;

/** Show the line for a search { name, hits, text }, where the author has a page; or put it away. */
export async function showAuthor(line, found, { authors: folder, authorPages: least }) {
  const mine = ++latest;
  line.hidden = true;
  const author = found?.text && findName(found.name, found.text.meta);
  const papers = found?.hits.filter(({ named }) => named === 2).length ?? 0;
  if (!author?.slug || !Number(least) || papers < Number(least)) return;
  const url = `${folder}${author.slug}/`;
  const isThere = await fetch(url, { method: "HEAD" }).then(({ ok }) => ok, () => false);
  if (!isThere || mine !== latest) return;
  line.replaceChildren("Author: ", Object.assign(classed("a", "", author.name), { href: url }));
  line.hidden = false;
}

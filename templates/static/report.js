/** What the search page says of a search: what was found, what stands for a word, and what could not be loaded. */

const list = (words) => words.map((word) => `“${word}”`).join(", ");

/** Say how many papers there are. */
export const plural = (papers, language) => `${papers.toLocaleString(language)} ${papers === 1 ? "paper" : "papers"}`;

/** Put other words in the place of those of a query, as it was typed. `read` gives the word that a part of it is. */
export function replaceWords(text, nearest, read) {
  return text.replace(/[\p{L}\p{M}\p{N}]+/gu, (part) => nearest[read(part)] ?? part);
}

/** Say what was found for a query: `all` papers with all words, `rest` that lack some. */
function tellFound(query, { all, rest, isMost, nearest, meant }, { isPart, language }) {
  const why = isPart ? "was not found" : "";
  const asked = nearest ? Object.keys(nearest) : [];
  const instead = !asked.length ? "" : why ? `, as “${query}” ${why}` : `, as no paper has “${query}”`;
  const shown = meant ?? query;
  if (!rest) return `${all ? plural(all, language) : "No papers"} for “${shown}”${instead}`;
  const most = isMost ? "most of the words" : "some of the words";
  if (all) return `${plural(all, language)} for “${shown}”${instead}, and ${rest.toLocaleString(language)} with ${most}`;
  return `${plural(rest, language)} with ${most} for “${shown}”${instead}: none has all`;
}

/**
 * Say it in sentences. `gaps` are what could not be loaded: "all", "part", "texts", "filters", "spelling". "No papers" is
 * said only where all that could hold one was read.
 */
export function tell(query, found, { gaps, missing, notes, language }) {
  if (gaps.has("all")) return "The search index could not be loaded.";
  const [isPart, isUnmended] = [gaps.has("part"), gaps.has("spelling")];
  let first = tellFound(query, found, { isPart, language });
  const isNothing = !found.all && !found.rest;
  if (isNothing && isUnmended) first = `${list([query])} was not found`;
  if (isNothing && isPart) first = `What could be searched does not have “${query}”`;
  const sentences = [
    first,
    found.same?.length && `${list(found.same)} counts as well`,
    found.isNear && "Related words help to order them",
    ...notes,
    isPart && "Part of the archive could not be searched",
    isUnmended && "The spelling could not be checked",
    missing && `${plural(missing, language)} could not be shown`,
    gaps.has("filters") && "The filters could not be loaded",
  ].filter(Boolean);
  return sentences.join(". ") + (sentences.length > 1 ? "." : "");
}

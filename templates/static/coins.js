/**
 * A result -> an empty element that Zotero and other reference managers read: COinS, which is an OpenURL ContextObject
 * (ANSI/NISO Z39.88-2004) in the title of a span.
 *
 * The metadata are those of Dublin Core. Of the formats that Zotero reads, only this one has abstracts and topics, and its
 * type may be one of Zotero's own.
 */

const MONTH = String.raw`(\d\d)(0[1-9]|1[0-2])`;
const ARXIV = new RegExp(String.raw`^(?:${MONTH}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/${MONTH}\d{3})(?:v\d+)?$`);
const DOI = /^10\.\d{4,9}\//;

/** Give the type, the month and the addresses that an arXiv id or a DOI tells; any other id tells nothing. */
function readId(id, url) {
  const [, ...parts] = ARXIV.exec(id) ?? [];
  const [year, month] = parts.filter(Boolean);
  if (!year && DOI.test(id)) return [["rft.type", "journalArticle"], ["rft_id", `info:doi/${id}`]];
  if (!year) return [["rft.type", "document"], ["rft_id", url]];
  return [
    ["rft.type", "preprint"],
    ["rft.date", `${year > 90 ? 19 : 20}${year}-${month}`], // arXiv began in 1991
    ["rft_id", `https://arxiv.org/abs/${id}`],
    // Each paper of arXiv has this DOI, for all its versions; nothing else says its id here.
    ["rft_id", `info:doi/10.48550/arXiv.${id.replace(/v\d+$/, "")}`],
  ];
}

/** Give the text of the span. `authors` and `topics` are lists; `url` is the paper's page, where it has no other address. */
export function contextObject({ title, authors, topics, id, abstract, url }) {
  const values = [
    ["ctx_ver", "Z39.88-2004"], ["rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"], ...readId(id, url), ["rft.title", title],
    ...authors.map((name) => ["rft.creator", name]), ...topics.map((topic) => ["rft.subject", topic]),
    ["rft.description", abstract],
  ];
  return values.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** Make the span. */
export const coins = (paper) =>
  Object.assign(document.createElement("span"), { className: "Z3988", title: contextObject(paper), hidden: true });

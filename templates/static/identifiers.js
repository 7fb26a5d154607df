/** Ids and addresses of papers, as readers paste them -> the word that the index has for them. */

const MARK = "ƿ"; // what that word begins with, so that it is no number of a text: `site_gen/search/documents.py`
const ARXIV = String.raw`(\d{4}\.\d{4,5}|[a-z][a-z-]*(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?`;
const SITES = String.raw`(?:https?:\/\/)?(?:www\.|export\.)?(?:(?:arxiv|alphaxiv)\.org\/(?:abs|pdf|html|overview|format|list)|huggingface\.co\/papers|ar5iv(?:\.labs\.arxiv)?\.org\/(?:abs|html))\/`;
const PATTERNS = [
  new RegExp(`^(?:arxiv\\s*:\\s*|${SITES})?${ARXIV}(?:\\.pdf)?(?:[?#].*|\\/)?$`, "i"),
  // Half typed: of the month, and of some digits.
  /^(?:arxiv\s*:\s*)?(\d{2}(?:0[1-9]|1[0-2])\.\d{1,3})$/i,
  /^(?:doi\s*:\s*|(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/)?(10\.\d{4,9}\/\S+)$/i,
  /^(?:https?:\/\/[^/\s]+)?(?:\/\S*)?\/\d{4}-\d{2}-\d{2}\/([a-z0-9]+(?:[-_.][a-z0-9]+)*)\/?(?:[?#].*)?$/i,
  /^https?:\/\/(?:www\.)?([^\s/]+\.[^\s/]+(?:\/\S*)?)$/i,
];

/** Give the word for an id or an address; "" where a text is none. */
export function parseId(text) {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return MARK + found[1].toLowerCase().replace(/[^a-z0-9]/g, "");
  }
  return "";
}

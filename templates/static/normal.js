/**
 * The words of a text as the search index has them. `site_gen/text/index_words/normal_words.py` does the same in Python,
 * and `tests/data/text/normal_words.tsv` has cases for both.
 */

/** Words that are in nearly every text. They are indexed; a query is not narrowed by them. */
const STOP_WORDS = new Set((
  "a an and are as at be been but by can do does for from had has have how if in into is it its more no not of on or our "
  + "over s such than that the their them then there these they this those to under up via was we were what when where "
  + "which while who why will with without you your"
).split(" "));
const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ȷ: "j", ŋ: "n", ŧ: "t", ƒ: "f", ə: "e",
  ɨ: "i", ς: "σ", ʼ: "",
};
// Scripts that are written without spaces between words: Thai, Lao, Myanmar, Hangul, Khmer, Han, Hiragana, Katakana.
const CUT = /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]/u;
const APOSTROPHES = "'’ʼ＇";
const INVISIBLE = /[\p{M}\u00ad\u200c\u200d\u2060]/u; // they part no word
const LETTER = /[\p{L}\p{N}]/u;
const OTHERS = /[^\p{L}\p{N}]/gu;
// Over the kinds of characters, as `kindOf` gives them: a number with thousands separators, or a run of letters and digits,
// in which a point may stand between digits; further runs behind apostrophes. Or a run of a script without spaces.
const RUN = String.raw`(?:[wd]m*|(?<=d)\.(?=d))`;
const TOKEN = new RegExp(String.raw`(?:(?<!d,)d{1,3}(?:,ddd)+(?!d)${RUN}*|[wd]m*${RUN}*)(?:'${RUN}+)*|c[cm]*`, "g");
const NAMED = /(?<![\p{L}\p{N}])(?:c\+\+(?!\+)|[cf]#|\.net(?![\p{L}\p{N}]))/giu;
const NAMES = { "c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet" };
const SYLLABLE = /^[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?/; // of Hangul, in two or three letters
const MOST_DROPPED = 2; // letters of a part beside an apostrophe: "l'", "'s"

const kinds = new Map();

/** Give the kind of a character: d digit, w other letter, c of a script without spaces, m mark, itself, or a space. */
function kindOf(char) {
  if (!kinds.has(char)) kinds.set(char, findKind(char));
  return kinds.get(char);
}

function findKind(char) {
  if (APOSTROPHES.includes(char)) return "'";
  if (char === "." || char === ",") return char;
  if (INVISIBLE.test(char)) return "m";
  if (!LETTER.test(char)) return " ";
  if (CUT.test(char)) return "c";
  return /\p{Nd}/u.test(char) ? "d" : "w";
}

/** Give a run of letters and digits as a normal word: a decimal point becomes the letter p. */
function fold(run) {
  const text = run.replaceAll(".", "p").replaceAll(",", "");
  const letters = [...text.normalize("NFKD").replace(OTHERS, "").toLowerCase()];
  return letters.map((letter) => LETTERS[letter] ?? letter).join("").replace(OTHERS, "").normalize("NFC");
}

/** What a name in one word begins and ends with: `site_gen/text/index_words/names.py`. */
export const NAME_MARK = "ȝ";

export const isStopWord = (word) => STOP_WORDS.has(word);

/** Give the normal words of a text in order: { word, start, end }. */
export function normalWords(text) {
  const words = [];
  const rest = text.replace(NAMED, (name, start) => {
    words.push({ word: NAMES[name.toLowerCase()], start, end: start + name.length });
    return " ".repeat(name.length);
  });
  const chars = [...rest]; // a character may be two units long
  const places = [0];
  for (const char of chars) places.push(places.at(-1) + char.length);
  const all = chars.map(kindOf).join("");
  const take = (start, end) => ({ word: fold(chars.slice(start, end).join("")), start: places[start], end: places[end] });
  const isNamed = words.length > 0;
  for (const { 0: found, index } of all.matchAll(TOKEN)) {
    if (found[0] === "c") words.push(...cut(rest, chars, all, index, index + found.length, take));
    else words.push(...(found.includes("'") ? part(found, index, take) : [take(index, index + found.length)].filter(({ word }) => word)));
  }
  return isNamed ? words.sort((a, b) => a.start - b.start) : words;
}

/** Give the normal words of a text alone. */
export const wordsOf = (text) => normalWords(text).map(({ word }) => word);

/** Give the parts between apostrophes; short ones, which are other words, are left out. */
function part(found, index, take) {
  const parts = [];
  let at = index;
  for (const piece of found.split("'")) {
    parts.push(take(at, at + piece.length));
    at += piece.length + 1;
  }
  const some = parts.filter(({ word }) => word);
  const kept = some.filter(({ word }) => [...word].length > MOST_DROPPED || !/^\p{L}+$/u.test(word));
  // Where all are short, as in "it's", the longest stays; the first of those.
  return kept.length ? kept : some.sort((a, b) => b.word.length - a.word.length).slice(0, 1);
}

/** Give each two neighbours of a run as a word; a single character is a word of its own. */
function cut(text, chars, all, start, end, take) {
  const units = [];
  for (let at = start; at < end;) {
    let after = at + (SYLLABLE.exec(chars.slice(at, Math.min(at + 3, end)).join(""))?.[0].length ?? 1);
    while (after < end && all[after] === "m") after++;
    const unit = take(at, after);
    if (unit.word) units.push(unit);
    at = after;
  }
  if (units.length < 2) return units;
  return units.slice(1).map((next, i) => ({ word: units[i].word + next.word, start: units[i].start, end: next.end }));
}

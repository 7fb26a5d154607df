/** What a reader meant by words that no paper has: the nearest words of titles. */

/** Count the letters to drop, add, change or swap that make one word the other; past `most`, more than that. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !isSame);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/** Give the word nearest to this one, the most frequent of those as near; none where it only ends otherwise. */
function nearest(word, list, isTyped) {
  if (list.some((one) => one.startsWith(word) || (word.startsWith(one) && one.length > word.length - 3))) return "";
  let [best, least] = ["", word.length < 8 ? 1.9 : 2.9];
  const weigh = (candidate, compared, more) => {
    const far = distance(word, compared, Math.floor(least - more)) + more;
    if (far < least) [best, least] = [candidate, far];
  };
  for (const candidate of list) {
    weigh(candidate, candidate, 0);
    // The last word may be half typed: then a beginning is compared.
    if (isTyped && candidate.length > word.length) weigh(candidate, candidate.slice(0, word.length), 0.5);
  }
  return best;
}

/**
 * Give the nearest word of the lists for each of these words that has one, by the word. `typed` may be half typed. A list is
 * the words of titles, the most frequent first.
 */
export function correct(unknown, typed, lists) {
  const list = [...new Set(lists.flat())];
  const pairs = unknown.map((word) => [word, nearest(word, list, word === typed)]);
  return Object.fromEntries(pairs.filter(([, near]) => near));
}

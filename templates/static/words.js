/** Words in titles and abstracts: those that the reader named, and those of a search. */

/** Find words. They begin a word of the text: "robot" is also in "robotics". */
export function pattern(words) {
  const longest = words.toSorted((a, b) => b.length - a.length).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(${longest.join("|")})`, "giu");
}

// In a sheet file, validators of CSS do not know it yet.
const sheet = new CSSStyleSheet();
sheet.insertRule("::highlight(wanted) { text-decoration: underline 2px var(--accent); }");
sheet.insertRule("::highlight(sought) { background-color: light-dark(#ffe2a3, #6b4a10); }");
document.adoptedStyleSheets.push(sheet);

/** Mark words in articles, under the name of a highlight. */
export function mark(name, words, articles) {
  if (!CSS.highlights) return;
  const found = new Highlight();
  for (const article of words.length ? articles : []) {
    for (const part of article.querySelectorAll("h1, h2, .abstract, h2 ~ div")) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode;
        for (const { index, 0: text } of node.data.matchAll(pattern(words))) {
          found.add(new StaticRange({ startContainer: node, startOffset: index, endContainer: node, endOffset: index + text.length }));
        }
      }
    }
  }
  CSS.highlights.set(name, found);
}

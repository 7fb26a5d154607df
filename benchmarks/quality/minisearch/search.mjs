// Reads papers and texts from standard input, writes the ids of the first papers for each text.
import { readFileSync } from "node:fs";
import MiniSearch from "minisearch";

const { papers, texts, first } = JSON.parse(readFileSync(0, "utf8"));
const index = new MiniSearch({
  fields: ["title", "abstract"],
  searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 }, // as its guide proposes
});
index.addAll(papers);
const found = texts.map((text) => index.search(text).slice(0, first).map(({ id }) => id));
process.stdout.write(JSON.stringify(found));

/**
 * Searches the index, in a thread of its own, and checks each file that it loads.
 *
 * Pagefind says which files a word needs, and what its stem is; what these files hold is read in `postings.js`, so that
 * papers can be found and ranked by what each has of every word, in its title, its authors and its body.
 *
 * Pagefind takes an index file that it cannot load for one without words, answers "nothing found", and does not ask for
 * the file again. So it never sees a failed load here: its request stays open, and the call that waits for it is rejected.
 * A bundle that lacks a file is dropped; the next `open` begins anew. A call is { id, method, args }, its answer { id, result }
 * or { id, error }.
 */
import { countFilter, find, findPlaces } from "./answer.js";
import { Index } from "./postings.js";

const MAGIC = "pagefind_dcd"; // how each unpacked file of an index begins
const NO_PAGE = { filters: { nothing: "" } }; // then Pagefind loads what a word needs, and lists nothing
const KINDS = { index: "/index/", filter: "/filter/", meta: ".pf_meta" };

const request = self.fetch;
const bundles = new Map(); // the open ones, by path
let pagefind; // the module
let imports = 0;
let first = Promise.reject(); // the first bundle that opens loads the program for all, so it does so alone
first.catch(() => {});

// Only so does Pagefind tell the stems of a query: it has a mode for those who try out its weights.
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const { module, instance } = await instantiate.apply(WebAssembly, args);
  const exports = { ...instance.exports };
  const { init_pagefind: init, enter_playground_mode: enter } = exports;
  exports.init_pagefind = (...meta) => enter(init(...meta));
  return { module, instance: { exports } };
};

// Pagefind asks the document for its language, by which it splits words.
self.document = { querySelector: () => ({ getAttribute: () => self.name }) };

async function unpack(answer) {
  let data = new Uint8Array(await answer.arrayBuffer());
  if (data[0] === 0x1f && data[1] === 0x8b) {
    // Unlike Pagefind's own, this checks the length and the checksum.
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    data = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  if (new TextDecoder().decode(data.subarray(0, MAGIC.length)) !== MAGIC) throw new TypeError("no file of an index");
  return data;
}

/** Load a file and have it read; once more, past the browser's cache, where that fails. */
async function load(url, read) {
  const attempt = async (options) => {
    const answer = await request(url, options);
    if (!answer.ok) throw new TypeError(`${url}: ${answer.status}`);
    return read(answer);
  };
  return attempt().catch(() => attempt({ cache: "reload" }));
}

self.fetch = async (url) => {
  const [path, bundle] = [...bundles].find(([start]) => url.startsWith(start)) ?? [];
  if (!bundle) return new Promise(() => {}); // it was dropped
  try {
    if (!url.startsWith(`${path}pagefind-entry.json`)) {
      const data = await load(url, unpack);
      const kind = Object.keys(KINDS).find((name) => url.includes(KINDS[name]));
      if (kind) bundle.index.add(kind, data.subarray(MAGIC.length));
      return new Response(data);
    }
    const entry = await load(url, (answer) => answer.json());
    bundle.pages = Object.values(entry.languages).reduce((sum, language) => sum + language.page_count, 0);
    return Response.json(entry);
  } catch (error) {
    bundle.fail(error);
    return new Promise(() => {});
  }
};

async function start(path) {
  pagefind ??= await import(`${location.origin}${path}pagefind.js${imports++ ? `?${imports}` : ""}`);
  const { promise: failed, reject: fail } = Promise.withResolvers();
  const bundle = { fail, failed, pages: 0, index: new Index(), packs: new Map() };
  failed.catch(() => bundles.get(path) === bundle && bundles.delete(path));
  bundles.set(path, bundle);
  bundle.engine = pagefind.createInstance({ basePath: path });
  await Promise.race([failed, bundle.engine.search("")]); // ends when the list of pages is there
  return bundle.pages;
}

function opened(path) {
  if (!bundles.has(path)) throw new TypeError(`${path} is not open`);
  return bundles.get(path);
}

/** Give what is kept under a name, and make it where it is not there; what failed is made again. */
function keep(kept, name, make) {
  if (!kept.has(name)) {
    kept.set(name, make());
    kept.get(name).catch(() => kept.delete(name));
  }
  return kept.get(name);
}

/** Give what a file says of one paper, or of those of a pack. It is kept: a pack holds a few papers. */
const readPack = (path, name) => keep(opened(path).packs, name, async () => {
  const data = await load(`${path}fragment/${name}.pf_fragment`, unpack);
  return JSON.parse(new TextDecoder().decode(data.subarray(MAGIC.length)));
});

/** Give the text of a paper: its name is that of its file. In a pack, a point and its place in the pack follow. */
async function readText(path, id) {
  const [name, place] = id.split(".");
  const shown = await readPack(path, name);
  const { url, content, meta } = place ? shown[parseInt(place, 16)] : shown;
  return { url: path.replace(/\/pagefind\/.*/, "") + url, content, meta };
}

/** Give the votes of a bundle's papers, by the names of their files. */
function readVotes(path) {
  const bundle = opened(path);
  bundle.votes ??= load(`${path}votes.txt`, async (answer) => {
    const lines = (await answer.text()).split("\n").filter(Boolean).map((line) => line.split(/\s+/));
    if (lines.some(([, votes]) => !/^\d+$/.test(votes))) throw new TypeError("no list of votes");
    return new Map(lines.map(([id, votes]) => [id, Number(votes)]));
  });
  bundle.votes.catch(() => { bundle.votes = undefined; });
  return bundle.votes;
}

const tables = new Map(); // files of what is known of words, by address

/** Load a file of what is known of words; it is kept. */
const loadTable = (url) => keep(tables, url, () => load(url, (answer) => answer.json()));

const methods = {
  /** Open a bundle; give how many papers it has. */
  open(path) {
    const opening = first.then(() => start(path), () => {
      pagefind = undefined; // its program may still be loading, and a browser may keep that a module failed
      return start(path);
    });
    first = first.catch(() => opening);
    first.catch(() => {});
    return opening;
  },

  /**
   * Load what these words need. Give their stems, how many papers have each, and how many a word that begins with it.
   */
  async look(path, words) {
    const { engine, failed, index } = opened(path);
    const { search_keywords: stems } = await Promise.race([failed, engine.search(words.join(" "), NO_PAGE)]);
    return { stems, counts: stems.map((stem) => index.count(stem)) };
  },

  /** Find the papers of a query; what its words need must have been loaded by `look`. */
  async match(path, query) {
    if (Object.values(query.filters).some((values) => values.length)) await methods.filters(path);
    const { index } = opened(path);
    const found = find(index, query);
    const votes = query.sort === "votes" ? await readVotes(path) : null;
    for (const row of votes ? [...found.all, ...found.some] : []) row.votes = votes.get(row.id) ?? 0;
    return found;
  },

  /** Give the text of a paper, and where in it the query's words are. */
  async text(path, id, query) {
    const { index } = opened(path);
    return { ...await readText(path, id), ...findPlaces(index, query, id) };
  },

  /** Load all filters. */
  async filters(path) {
    const { engine, failed } = opened(path);
    await Promise.race([failed, engine.filters()]);
  },

  /** Count what a query finds by the values of a filter, as if that one were not chosen; `isAll`: only papers with all words. */
  count: (path, query, name, isAll) => countFilter(opened(path).index, query, name, isAll),

  /**
   * Give what is known of words beside the bundle at this path: { near, full, short }, by the word. `near` are related words,
   * `full` what an abbreviation stands for, `short` the abbreviation of words.
   */
  async near(path, words) {
    const letters = new Set(words.map((word) => (/^[a-z]/.test(word) ? word[0] : "0")));
    const files = await Promise.all([...letters].map((letter) => loadTable(new URL(`../near/${letter}.json`, location.origin + path).href)));
    const pick = (name) => Object.fromEntries(words.flatMap((word) => {
      const file = files.find((one) => Object.hasOwn(one[name], word));
      return file ? [[word, file[name][word]]] : [];
    }));
    return { near: pick("near"), full: pick("full"), short: pick("short") };
  },

  /** Give the frequent words of the bundle at this path: by stem, the percent of its papers that have it. */
  frequent: (path) => loadTable(`${path}frequent.json`),

  /** Give the nearest word for each of these, by the lists of words at these addresses; `typed` may be half typed. */
  async correct(unknown, typed, urls) {
    const read = async (answer) => {
      const text = await answer.text();
      if (/[^\p{L}\p{M}\p{N}\n]/u.test(text)) throw new TypeError("no list of words");
      return text.split("\n");
    };
    const [{ correct }, ...lists] = await Promise.all([import("./spelling.js"), ...urls.map((url) => load(url, read))]);
    return correct(unknown, typed, lists);
  },
};

self.addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    self.postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});

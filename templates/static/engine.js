/**
 * Searches with Pagefind, in a thread of its own, and checks each file that Pagefind loads.
 *
 * Pagefind takes an index file that it cannot load for one without words, answers "nothing found", and does not ask for
 * the file again. So it never sees a failed load here: its request stays open, and the call that waits for it is rejected.
 * A bundle that lacks a file is dropped; the next `open` begins anew. A call is { id, method, args }, its answer { id, result }
 * or { id, error }.
 */
const MAGIC = "pagefind_dcd"; // how each unpacked file of an index begins
const KEPT = 4; // searches of a bundle whose results are kept, for the texts that may be asked for

const request = self.fetch;
const bundles = new Map(); // the open ones, by path
let pagefind; // the module
let imports = 0;
let first = Promise.reject(); // the first bundle that opens loads the program for all, so it does so alone
first.catch(() => {});

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
    if (!url.startsWith(`${path}pagefind-entry.json`)) return new Response(await load(url, unpack));
    const entry = await load(url, (answer) => answer.json());
    bundle.pages = Object.values(entry.languages).reduce((sum, language) => sum + language.page_count, 0);
    return Response.json(entry);
  } catch (error) {
    if (url.startsWith(`${path}fragment/`)) throw error; // the text of one result, whose caller is told
    bundle.fail(error);
    return new Promise(() => {});
  }
};

async function start(path) {
  pagefind ??= await import(`${location.origin}${path}pagefind.js${imports++ ? `?${imports}` : ""}`);
  const { promise: failed, reject: fail } = Promise.withResolvers();
  const bundle = { fail, failed, pages: 0, results: new Map() };
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

async function search(path, words, options) {
  const { engine, failed, results } = opened(path);
  const found = await Promise.race([failed, engine.search(words, options)]);
  if (found.results.length) results.set(JSON.stringify([words, options]), found.results);
  if (results.size > KEPT) results.delete(results.keys().next().value);
  return found;
}

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

  async search(path, words, options) {
    const { results, unfilteredResultCount, filters } = await search(path, words, options);
    return { results: results.map(({ id, score }) => ({ id, score })), unfilteredResultCount, filters };
  },

  /** Give address, title, day and excerpt of one result of a search. */
  async text(path, words, options, { place, id }) {
    const results = opened(path).results.get(JSON.stringify([words, options])) ?? (await search(path, words, options)).results;
    if (results[place]?.id !== id) throw new TypeError(`${path} was opened anew, and changed`);
    const { url, excerpt, meta } = await results[place].data();
    return { url, excerpt, meta };
  },

  /** Load all filters: a search counts the papers of those that are loaded. */
  async filters(path) {
    const { engine, failed } = opened(path);
    await Promise.race([failed, engine.filters()]);
  },

  /** Give the query with each of these words replaced by the nearest word of the lists at these addresses. */
  async correct(query, unknown, urls) {
    const read = async (answer) => {
      const text = await answer.text();
      if (/[^\p{L}\p{M}\p{N}\n]/u.test(text)) throw new TypeError("no list of words");
      return text.split("\n");
    };
    const [{ correct }, ...lists] = await Promise.all([import("./spelling.js"), ...urls.map((url) => load(url, read))]);
    return correct(query, unknown, lists);
  },
};

self.addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    self.postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
});

/** The archive as the search page reads it: the bundles of its index, and the worker `engine.js` that searches them. */

export const PATIENCE = 8_000; // milliseconds, after which a search that has not ended may be tried again

let program; // the address of the worker, the only one that may be started

globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL(text) {
    if (new URL(text, location.href).href === program) return program;
    throw new TypeError(`Script refused: ${text}`);
  },
});

function partsOf(paths) {
  return paths.split(" ").map((path, number) => ({ path: new URL(path, location.href).pathname, number }));
}

/** The worker. A call is answered or rejected, also where the worker cannot begin or is ended. */
class Engine {
  #calls = new Map();
  #number = 0;
  #worker;
  #isOver = false;

  constructor(language) {
    this.#worker = new Worker(program, { type: "module", name: language });
    this.#worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const asked = this.#calls.get(id);
      this.#calls.delete(id);
      if (error) asked?.reject(new Error(error));
      else asked?.resolve(result);
    });
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.end();
    });
  }

  call(method, ...args) {
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(new Error("The search engine has ended."));
      else {
        this.#calls.set(++this.#number, { resolve, reject });
        this.#worker.postMessage({ id: this.#number, method, args });
      }
    });
  }

  end() {
    this.#isOver = true;
    this.#worker.terminate();
    for (const { reject } of this.#calls.values()) reject(new Error("The search engine has ended."));
    this.#calls.clear();
  }
}

/** The bundles of a site, newest first, as `parts`: each is { path, number, pages, isOpen, isLost }. */
export class Archive {
  #engine;
  #language;
  #renewal; // what replaces the worker, while that goes on

  constructor({ bundles, engine, language }) {
    this.#language = language || document.documentElement.lang;
    this.parts = partsOf(bundles);
    program = new URL(engine, location.href).href;
  }

  /** Call the engine. */
  ask(method, ...args) {
    this.#engine ??= new Engine(this.#language);
    return this.#engine.call(method, ...args);
  }

  /** Call the engine for a part. What fails closes the part, and names it. */
  async call(part, method, ...args) {
    try {
      return await this.ask(method, part.path, ...args);
    } catch (error) {
      part.opened = undefined;
      part.isOpen = false;
      error.part = part;
      throw error;
    }
  }

  /** Load the text of a paper, by the worker that found it: another may have another index. */
  reader(part) {
    const engine = this.#engine;
    return (id, query) => engine.call("text", part.path, id, query);
  }

  /** Open a part. */
  load(part) {
    part.opened ??= this.call(part, "open").then((pages) => Object.assign(part, { pages, isOpen: true }));
    return part.opened;
  }

  /** Open the newest part before it is needed. What fails here is told when it is needed. */
  warm() {
    this.load(this.parts[0]).catch(() => {});
  }

  /**
   * Begin anew: with a worker that has loaded nothing, and with the bundles that this page has now. The site may have been
   * deployed since it was opened, and then files of its bundles are gone.
   */
  renew() {
    this.#renewal ??= this.#replace().finally(() => { this.#renewal = undefined; });
    return this.#renewal;
  }

  async #replace() {
    const request = fetch(location.pathname, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) });
    const text = await request.then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
    const [bundles, url] = ["bundles", "engine"].map((name) => text.match(`data-${name}="([^"]+)"`)?.[1]);
    this.#engine?.end();
    this.#engine = undefined;
    if (url) program = new URL(url, location.href).href;
    this.parts = bundles ? partsOf(bundles) : this.parts.map(({ path, number }) => ({ path, number }));
  }
}

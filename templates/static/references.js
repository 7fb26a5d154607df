/** References of papers: taken from the files of their days, or of their months, and handed over as one. */

const FORMS = {
  bib: {
    type: "application/x-bibtex",
    split: (text) => text.split(/\n(?=@)/),
    key: (entry) => /\{(.*),/.exec(entry)?.[1],
    join: (entries) => entries.join("\n"),
  },
  ris: {
    type: "application/x-research-info-systems",
    split: (text) => text.split(/\n(?=TY {2}- )/),
    key: (entry) => /^ID {2}- (.*)$/m.exec(entry)?.[1],
    join: (entries) => entries.join("\n"),
  },
  "csl.json": {
    type: "application/vnd.citationstyles.csl+json",
    split: JSON.parse,
    key: (item) => item.id,
    join: (items) => `${JSON.stringify(items, null, 1)}\n`,
  },
};

/** The day in the address of a paper. */
export const dayOf = (path) => /\/(\d{4}-\d\d-\d\d)\//.exec(path)?.[1] ?? "";

/** Hand over a file that was made here. */
export function save(name, type, text) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Give the key of a paper, of the keys in the file that has it; `plan/citations.py` makes them. */
async function keyOf(path, keys) {
  const [slug, day] = [path.split("/").at(-2), dayOf(path)];
  if (slug.length <= 49 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return `${slug}-${day}`;
  const head = `${slug.replace(/[^a-z0-9]+/g, "-").slice(0, 35).replace(/-+$/, "")}--`;
  // Browsers hash in secure contexts only. Elsewhere a key is taken if no other one begins alike.
  if (!globalThis.crypto?.subtle) {
    const alike = keys.filter((key) => key.startsWith(head) && key.endsWith(`-${day}`));
    return alike.length === 1 ? alike[0] : undefined;
  }
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(slug));
  const mark = [...new Uint8Array(hash, 0, 6)].map((byte) => byte.toString(16).padStart(2, "0"));
  return `${head}${mark.join("")}-${day}`;
}

/** Give the references of papers, by their paths, in their order; nothing for those that have none. */
async function find(paths, form, per) {
  const whenOf = (path) => dayOf(path).slice(0, per === "month" ? 7 : 10);
  const fileOf = (path) => `${path.slice(0, path.indexOf(dayOf(path)))}${whenOf(path)}.${form}`;
  const files = new Map();
  await Promise.allSettled([...new Set(paths.map(fileOf))].map(async (file) => {
    const answer = await fetch(file);
    if (!answer.ok) return;
    const { split, key } = FORMS[form];
    files.set(file, new Map(split(await answer.text()).map((entry) => [key(entry), entry])));
  }));
  return Promise.all(paths.map(async (path) => {
    const entries = files.get(fileOf(path));
    return entries?.get(await keyOf(path, [...entries.keys()]));
  }));
}

/** Hand over the references of papers, by their paths, as one file; give how many have none. */
export async function cite(name, paths, form, per) {
  const all = await find(paths, form, per);
  const found = all.filter(Boolean);
  const { type, join } = FORMS[form];
  if (found.length) save(`${name}.${form}`, type, join(found));
  return all.length - found.length;
}

/** Let the page's buttons hand over the references of the papers that `paths` gives. */
export function offer(name, paths) {
  for (const button of document.querySelectorAll("[data-cite]")) {
    button.addEventListener("click", async () => {
      const { cite: form, per } = button.dataset;
      const wanted = paths();
      const missing = await cite(name, wanted, form, per);
      document.querySelector("#told").textContent = missing
        ? `${missing} ${missing === 1 ? "paper" : "papers"} could not be found.` : wanted.length ? "" : "There is no paper yet.";
    });
  }
}

/** Leads on from the address of an author's page or feed that went away. With `host: netlify`, redirects do it. */

const root = new URL("..", import.meta.url).pathname;
const path = location.pathname.startsWith(root) ? location.pathname.slice(root.length) : "";
const [, name, part] = /^authors\/([a-z0-9][a-z0-9._-]*)(?:\/(.*))?$/.exec(path) ?? [];

function findWay() {
  if (name === "names") return "authors/";
  // Each step may find a page; where it does not, it comes back here and takes the next one.
  if (/^feed\.(xml|json)$/.test(part)) return `authors/${name}/atom.xml`;
  return part === "" ? `search/?q=author:${name}` : `authors/${name}/`;
}

if (name) location.replace(root + findWay());

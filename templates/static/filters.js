/** The filters of the search page: what was chosen, and how many papers each of them would show. */

const MANY = 8; // values that are offered as buttons
const FIELDS = ["topic", "org", "month", "votes", "code"];

export class Filters {
  #fields;
  #language;
  #monthFormat;
  #clear = document.getElementById("clear");
  #opener = document.getElementById("filter");
  #panel = document.getElementById("filters");
  #wide = matchMedia("(min-width: 68rem)"); // there the sheet puts the filters beside the results

  /** `onChange` is called where the reader chose; `onOpen` where the filters are shown, and their papers are to be counted. */
  constructor(form, language, { onChange, onOpen }) {
    this.#fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]]));
    this.#language = language;
    this.#monthFormat = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" });
    for (const field of Object.values(this.#fields)) field.addEventListener("change", onChange);
    this.#opener.addEventListener("click", () => {
      this.#unfold(this.#panel.hidden);
      if (!this.#panel.hidden) onOpen();
    });
    this.#wide.addEventListener("change", () => {
      this.show(!this.#opener.parentElement.hidden);
      if (!this.#panel.hidden) onOpen();
    });
    this.#clear.addEventListener("click", () => {
      for (const field of Object.values(this.#fields)) this.#set(field, "");
      this.#fields.topic.focus();
      onChange();
    });
    this.#panel.addEventListener("click", ({ target }) => {
      const button = target.closest("button[value]");
      if (!button) return;
      const field = this.#fields[button.name];
      this.#set(field, field.value === button.value ? "" : button.value);
      onChange();
    });
  }

  #set(field, value) {
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }

  #value(field) {
    if (field.type === "checkbox") return field.checked ? field.value : "";
    return field.value;
  }

  /** Take what an address says. */
  read(asked) {
    this.#fields.code.checked = asked.has("code");
    for (const name of ["topic", "org"]) this.#add(this.#fields[name], asked.get(name));
    if (/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(asked.get("month"))) this.#add(this.#fields.month, asked.get("month"), this.#monthName(asked.get("month")));
    if (/^(10|20|50|100)$/.test(asked.get("votes"))) this.#add(this.#fields.votes, asked.get("votes"), `${asked.get("votes")} and more`);
    if (!this.#wide.matches) this.#unfold(this.isChosen());
  }

  #add(field, value, name = value) {
    if (value) field.add(new Option(name, value, false, true));
  }

  /** Give [name, value] of each filter, as addresses have them. */
  entries() {
    return Object.entries(this.#fields).map(([name, field]) => [name, this.#value(field)]);
  }

  /** Give the values that the reader chose, by filter. */
  chosen() {
    return Object.fromEntries(this.entries().filter(([, value]) => value).map(([name, value]) => [name, [value]]));
  }

  isChosen() {
    return this.entries().some(([, value]) => value);
  }

  /** Show the way to the filters, or the filters where there is room; or put all away. */
  show(isShown) {
    this.#opener.parentElement.hidden = !isShown;
    this.#clear.hidden = !this.isChosen();
    if (!isShown) this.#unfold(false);
    else if (this.#wide.matches) this.#unfold(true);
  }

  #unfold(isOpen) {
    this.#panel.hidden = !isOpen;
    this.#opener.ariaExpanded = String(isOpen);
  }

  /** Give the filters whose papers are to be counted: none where they are not seen. */
  get names() {
    return this.#panel.hidden ? [] : FIELDS;
  }

  #monthName(name) {
    return name.length === 4 ? `All of ${name}` : this.#monthFormat.format(new Date(`${name}-01`));
  }

  #numbered(name, papers) {
    return papers === undefined ? name : `${name} (${papers.toLocaleString(this.#language)})`;
  }

  /** Offer values with their papers, and the chosen one. */
  #offer(field, values, names = (value) => value) {
    const { value } = field;
    const all = new Map(values);
    if (value && !all.has(value)) all.set(value, values.length ? 0 : undefined);
    const options = [...all].map(([one, papers]) => new Option(this.#numbered(names(one), papers), one, false, one === value));
    field.replaceChildren(field.options[0], ...options);
    field.closest("label").hidden = !all.size;
  }

  /** Offer the values with most papers as buttons, too. */
  #offerButtons(field, values) {
    const list = document.getElementById(`${field.name}-values`);
    list?.replaceChildren(...values.slice(0, MANY).map(([value, papers]) => {
      const count = Object.assign(document.createElement("span"), { className: "count", textContent: papers.toLocaleString(this.#language) });
      const button = Object.assign(document.createElement("button"), { type: "button", name: field.name, value });
      button.ariaPressed = String(field.value === value);
      button.append(value, " ", count);
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  }

  /** Show how many papers each value has: a map of values for each filter. */
  count(counts) {
    const byPapers = (values) => [...values].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    const { topic, org, month, votes, code } = this.#fields;
    this.#offer(topic, byPapers(counts.topic));
    this.#offerButtons(topic, byPapers(counts.topic));
    this.#offer(org, byPapers(counts.org));
    const years = new Map();
    for (const [name, papers] of counts.month) years.set(name.slice(0, 4), (years.get(name.slice(0, 4)) ?? 0) + papers);
    const months = [...counts.month, ...(years.size > 1 || month.value.length === 4 ? years : [])];
    this.#offer(month, months.sort(([a], [b]) => (`${b}~` < `${a}~` ? -1 : 1)), (name) => this.#monthName(name));
    this.#offer(votes, [...counts.votes].sort(([a], [b]) => a - b), (value) => `${value} and more`);
    code.nextElementSibling.textContent = this.#numbered("Has code", counts.code.get("yes") ?? 0);
  }
}

// Texts that people read, in the page's language.
//
// Every text goes through t("English text", {name: value}); Babel extracts the literal. A page
// puts the catalog of its language into <script type="application/json" id="i18n-catalog">, a
// worker is handed it by message. Without a catalog the English text stands.

/** What stands for the {names} of a text.
 * @typedef {Record<string, string | number>} Values */

/** @type {Record<string, string | string[]>} */
let catalog = {};

/** Set the catalog: an object from English texts to those of the page's language.
 * @type {(entries: Record<string, string | string[]> | null) => void} */
function setCatalog(entries) {
  catalog = entries ?? {};
}

/** Read the catalog that the page carries, if it does.
 * @type {(root?: Document) => void} */
export function loadCatalog(root = globalThis.document) {
  const element = root?.getElementById("i18n-catalog");
  if (element) setCatalog(JSON.parse(element.textContent || "{}"));
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What turns the direction of all that follows. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Marks around what runs from right to left keep the sentence's own words in their order; marks
 * that somebody wrote would turn those round as well.
 * @type {(text: string) => string} */
function isolate(text) {
  const plain = text.replace(TURNS, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** @type {(text: string, values: Values) => string} */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.prototype.hasOwnProperty.call(values, name) ? isolate(String(values[name])) : whole,
  );
}

/** The text of `message` in the page's language, with {name} replaced by values.
 * @type {(message: string, values?: Values) => string} */
export function t(message, values = {}) {
  const known = Object.prototype.hasOwnProperty.call(catalog, message);
  const found = known ? catalog[message] : message;
  return fill(typeof found === "string" && found !== "" ? found : message, values);
}

/** One of two texts by number; {count} is filled in. Catalogs may hold more plural forms.
 * @type {(one: string, many: string, count: number, values?: Values) => string} */
export function tn(one, many, count, values = {}) {
  const forms = Object.prototype.hasOwnProperty.call(catalog, one) ? catalog[one] : null;
  const all = { count, ...values };
  if (!Array.isArray(forms)) return fill(count === 1 ? one : many, all);
  return fill(forms[pluralIndex(count, forms.length)] || (count === 1 ? one : many), all);
}

/** @type {(count: number, forms: number) => number} */
function pluralIndex(count, forms) {
  /** @type {Intl.LDMLPluralRule[]} */
  const categories = ["one", "two", "few", "many", "other"];
  const rules = new Intl.PluralRules(globalThis.document?.documentElement.lang || "en");
  const used = categories.filter((name) => rules.resolvedOptions().pluralCategories.includes(name));
  return Math.min(Math.max(used.indexOf(rules.select(count)), 0), forms - 1);
}

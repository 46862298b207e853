// Finds what a person points at, as tests/players/browser/browser.py describes it: {kind, name, exact,
// inside, having}. A driver runs `answer` within the page.

const ROLES = {
  button: "button, input[type=submit], input[type=button], input[type=reset], [role=button]",
  checkbox: "input[type=checkbox], [role=checkbox]",
  group: "fieldset, details, [role=group]",
  heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
  img: "img, svg[role=img], [role=img]",
  link: "a[href], [role=link]",
  list: "ul, ol, [role=list]",
  radio: "input[type=radio], [role=radio]",
  table: "table, [role=table]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=url], textarea, [role=textbox]",
};

const normalize = (text) =>
  text
    .replace(/[\u200b\u00ad]/g, "")
    .replace(/\s+/g, " ")
    .trim();

function matches(text, name, exact) {
  const words = normalize(text);
  return exact ? words === normalize(name) : words.toLowerCase().includes(normalize(name).toLowerCase());
}

function isSeen(element) {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === "visible";
}

const isDead = (element) => element.matches(":disabled, [aria-disabled=true]");

/** Neither hidden from everybody nor from who listens. */
function isExposed(element) {
  for (let one = element; one instanceof Element; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (style.display === "none" || one.getAttribute("aria-hidden") === "true") return false;
  }
  return getComputedStyle(element).visibility !== "hidden" && (element.checkVisibility?.() ?? true);
}

/** The words of an element, those of what is hidden in it left out. */
function wordsOf(element) {
  let words = "";
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) words += child.data;
    else if (child instanceof Element && isExposed(child)) {
      const inline = getComputedStyle(child).display.startsWith("inline");
      const said = child.getAttribute("aria-label") ?? child.getAttribute("alt") ?? wordsOf(child);
      words += inline ? said : ` ${said} `;
    }
  }
  return words;
}

const byIds = (ids) =>
  ids
    .split(/\s+/)
    .map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ");

function labelsOf(element) {
  if (element.hasAttribute("aria-labelledby")) return [byIds(element.getAttribute("aria-labelledby"))];
  if (element.hasAttribute("aria-label")) return [element.getAttribute("aria-label")];
  return [...(element.labels ?? [])].map((label) => label.textContent);
}

function nameOf(element) {
  const [label] = labelsOf(element);
  if (label !== undefined) return label;
  if (element.matches("input")) return element.value || element.title;
  if (element.matches("table, fieldset")) return element.querySelector("caption, legend")?.textContent ?? "";
  return element.matches("ul, ol, details, textarea") ? "" : wordsOf(element) || element.getAttribute("alt") || "";
}

/** The innermost elements that hold the words. */
function findText(places, name, exact) {
  const holds = (element) =>
    matches(element.matches("input[type=submit]") ? element.value : element.textContent, name, exact);
  const all = places.flatMap((place) => [...place.querySelectorAll("*")]);
  const found = all.filter((element) => !element.closest("head, script, style, noscript, template") && holds(element));
  return found.filter((element) => ![...element.children].some((child) => found.includes(child)));
}

function findLabelled(places, name, exact) {
  const fields = "input, select, textarea, button, meter, output, progress, [aria-label], [aria-labelledby]";
  const all = places.flatMap((place) => [...place.querySelectorAll(fields)]);
  return all.filter((element) => labelsOf(element).some((label) => matches(label, name, exact)));
}

function findRole(places, name, exact, role) {
  if (ROLES[role] === undefined) throw new Error(`finder.js knows no role ${role}`);
  const all = places.flatMap((place) => [...place.querySelectorAll(ROLES[role])]);
  return all.filter((element) => isExposed(element) && (!name || matches(nameOf(element), name, exact)));
}

function findTitle(places, name) {
  const headings = findRole(places, "", false, "heading").filter((heading) => heading.matches("h1, [aria-level='1']"));
  return headings.filter((heading) => matches(heading.textContent, name, false));
}

function findCss(places, name) {
  return places.flatMap((place) => [...place.querySelectorAll(name)]);
}

const FINDERS = { css: findCss, label: findLabelled, text: findText, title: findTitle };

function find({ kind, name, exact, inside, having }) {
  const places = inside ? find(inside) : [document];
  const found = (FINDERS[kind] ?? findRole)(places, name, exact, kind);
  if (!having) return [...new Set(found)];
  const within = find(having);
  return [...new Set(found)].filter((element) => within.some((one) => one !== element && element.contains(one)));
}

const ASKED = {
  elements: (element) => element,
  seen: (element) => isSeen(element),
  state: (element) => ({ element, usable: isSeen(element) && !isDead(element) }),
  words: (element) => element.textContent,
  shown: (element) => element.innerText,
  disabled: (element) => isDead(element),
  checked: (element) => element.checked,
  value: (element) => element.value,
};

/** What is asked of everything that is meant by any of these things. */
export function answer(things, ask) {
  return [...new Set(things.flatMap(find))].map(ASKED[ask]);
}

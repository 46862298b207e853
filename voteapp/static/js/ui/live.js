// A page that changes by itself while somebody uses it: nothing changes during a press, and what
// stays the same stays the same element, with its focus, its selection and what was unfolded.

// A finger's click comes a little after the finger has left.
const CLICK_MS = 300;
const PRESSING_KEYS = [" ", "Enter"];

/** Whether a finger, the mouse's button or a key is down, and who waits until none is. */
class Press {
  constructor() {
    this.held = false;
    this.timer = 0;
    /** @type {(() => void)[]} */
    this.waiting = [];
  }

  begin() {
    window.clearTimeout(this.timer);
    this.held = true;
  }

  end() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.held = false;
      for (const go of this.waiting.splice(0)) go();
    }, CLICK_MS);
  }

  listen() {
    const listen = (type, listener) => window.addEventListener(type, listener, { capture: true });
    listen("pointerdown", ({ button }) => button === 0 && this.begin());
    listen("keydown", ({ key }) => PRESSING_KEYS.includes(key) && this.begin());
    listen("keyup", ({ key }) => PRESSING_KEYS.includes(key) && this.end());
    for (const type of ["pointerup", "pointercancel", "dragend"]) listen(type, () => this.end());
    // Of the window itself: whoever leaves it in the middle of a press may let go elsewhere.
    listen("blur", ({ target }) => target === window && this.end());
  }
}

const press = new Press();
press.listen();

/** Resolves as soon as nothing on the page is being pressed.
 * @type {() => Promise<void>} */
export function released() {
  return new Promise((resolve) => {
    if (press.held) press.waiting.push(resolve);
    else resolve();
  });
}

/** Whether one node becomes the other by changing what is in it. */
function isAlike(one, other) {
  if (one.nodeName !== other.nodeName) return false;
  return !(one instanceof Element) || (one.id === other.id && one.className === other.className);
}

function renewAttributes(old, fresh) {
  const own = (name) => old instanceof HTMLDetailsElement && name === "open";
  for (const { name } of [...old.attributes]) {
    if (!own(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (!own(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function renewNode(old, fresh) {
  if (old instanceof Element) {
    renewAttributes(old, fresh);
    renewChildren(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    Object.assign(old, { nodeValue: fresh.nodeValue });
  }
}

function findAlike(start, node) {
  let found = start;
  while (found !== null && !isAlike(found, node)) found = found.nextSibling;
  return found;
}

function removeUntil(start, end) {
  let gone = start;
  while (gone !== end) {
    const next = gone.nextSibling;
    gone.remove();
    gone = next;
  }
}

/** Child after child: the next one that is alike is kept, and what stood before it goes. */
function renewChildren(place, fresh) {
  let next = place.firstChild;
  for (const node of fresh.childNodes) {
    const found = findAlike(next, node);
    if (found === null) {
      place.insertBefore(document.importNode(node, true), next);
    } else {
      removeUntil(next, found);
      renewNode(found, node);
      next = found.nextSibling;
    }
  }
  removeUntil(next, null);
}

/** Make the content of `place` that of `fresh`, an element of any document.
 * @type {(place: Element, fresh: Element) => void} */
export function renew(place, fresh) {
  const { activeElement } = document;
  const focused = activeElement !== null && place.contains(activeElement) ? activeElement.id : "";
  renewChildren(place, fresh);
  if (focused !== "" && document.activeElement?.id !== focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

// Getting at a slip's code: typed, scanned within the page, or handed over by the address.

import { CODE_LENGTH, readSlipCode } from "../campaign/slips/pins.js";
import { dropSeparators, findCode, parseSlip } from "../campaign/slips/typed.js";
import { actions, button, errorSummary, errorText, h, heading } from "../ui/dom.js";
import { t } from "../i18n.js";
import { helpLink } from "../ui/links.js";

/**
 * What is wrong with a typed code, in words, or null. A character that
 * cannot be is named with its place.
 */
export function describeFault(text) {
  try {
    readSlipCode(text);
    return null;
  } catch (error) {
    if (error.place && error.place <= CODE_LENGTH) return describeCharacter(text, error.place - 1);
    const count = countCharacters(text);
    return count === CODE_LENGTH
      ? t("At least one character is mistyped. Compare the code with your slip, group by group.")
      : t("Characters typed: {count} of {wanted}.", { count, wanted: CODE_LENGTH });
  }
}

function describeCharacter(text, index) {
  const character = [...strip(text)][index] ?? "";
  const place = { place: (index % 5) + 1, group: Math.floor(index / 5) + 1 };
  const what = t("Not possible in a code: “{character}” (group {group}, place {place}).", { character, ...place });
  return character === "U" ? `${what} ${t("Is it a V on your slip?")}` : what;
}

function strip(text) {
  return dropSeparators(findCode(text));
}

function countCharacters(text) {
  return [...strip(text)].length;
}

function group(text) {
  return (strip(text).match(/.{1,5}/gu) || []).join("-");
}

/** Only while typing at the end: a caret in the middle must not jump. */
function regroup(event) {
  const { selectionStart, value } = event.target;
  if (selectionStart === value.length) event.target.value = group(value);
}

function codeInput(initial, fault) {
  return h("input", {
    type: "text",
    id: "slip-code",
    class: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: "400",
    "aria-describedby": fault ? "slip-hint slip-error" : "slip-hint",
    "aria-invalid": fault ? "true" : null,
    value: group(initial),
    on: { input: regroup },
  });
}

/** The line that counts what is typed. */
function countLine(input) {
  const line = h("span", { class: "small", role: "status" });
  const show = () => {
    line.textContent = t("{count} of {wanted} characters", {
      count: countCharacters(input.value),
      wanted: CODE_LENGTH,
    });
  };
  input.addEventListener("input", show);
  show();
  return line;
}

function codeField(input, fault) {
  const hint = t("30 letters and digits in six groups. Capitals and hyphens do not matter.");
  return h(
    "div",
    { class: fault ? "field has-error" : "field" },
    h("label", { for: "slip-code" }, t("The code on your slip")),
    h("span", { class: "hint", id: "slip-hint" }, hint),
    fault ? errorText(t("Error:"), fault, "slip-error") : null,
    input,
    countLine(input),
  );
}

/** A whole address may be pasted; that of another vote leads to its own page. */
function watchPaste(booth, input, onOther) {
  input.addEventListener("paste", (event) => {
    const { code } = parseSlip(event.clipboardData?.getData("text") ?? "");
    if (code === null || code === booth.info.code) return;
    event.preventDefault();
    onOther();
  });
}

function enterForm(booth, handlers, typed, fault) {
  const { onTyped, onScan, onOther } = handlers;
  const input = codeInput(typed, fault);
  watchPaste(booth, input, onOther);
  const submit = (event) => {
    event.preventDefault();
    const found = describeFault(input.value);
    if (found === null) onTyped(readSlipCode(input.value));
    else booth.pages.replace(enterPage(booth, handlers, input.value, found));
  };
  return h(
    "form",
    { novalidate: true, autocomplete: "off", on: { submit } },
    codeField(input, fault),
    actions(button(t("Continue"), null, "", "submit"), button(t("Scan the slip with the camera"), onScan, "secondary")),
  );
}

/**
 * The page that asks for a code. `onTyped(slip)` gets one whose token passed its check; `onScan()`
 * opens the camera; `onOther()`: it is another vote's. A fault found earlier stands above; what was typed stays to be mended.
 */
export function enterPage(booth, handlers, typed = "", fault = null) {
  loadScanner();
  return () => {
    const title = fault ? t("This code is mistyped") : t("Open your slip");
    const what = fault
      ? t("Correct the code and try again. If your slip cannot be read, ask your steward for another one.")
      : t("Scan the square code on your slip with this phone, or type the code.");
    return {
      title,
      content: [
        booth.pages.backLink(),
        fault ? errorSummary(t("There is a problem"), [{ text: fault, target: "slip-code" }]) : null,
        heading(title, booth.info.title),
        h("p", {}, what),
        enterForm(booth, handlers, typed, fault),
        helpLink(),
      ],
    };
  };
}

let scannerModule = null;

/**
 * The camera's code. Who scanned the slip with the phone's own camera never needs it: it is loaded
 * once a page is there that offers it, and is there when the network is gone.
 */
function loadScanner() {
  scannerModule = scannerModule ?? import("../ui/scanner.js");
  scannerModule.catch(() => (scannerModule = null));
  return scannerModule;
}

/** Whether what was scanned leads on. */
function takeScanned(booth, { code, token }, { onScanned, onOther }) {
  if (code !== null && code !== booth.info.code) onOther();
  else if (describeFault(token) === null) onScanned(readSlipCode(token));
  else return false;
  return true;
}

/** Start the camera within `place`; nothing where the place is gone meanwhile. */
async function startScanner(booth, place, handlers, say) {
  const { Scanner } = await loadScanner();
  if (!place.isConnected) return;
  const scanner = new Scanner(t("Camera"), (text) => {
    const leadsOn = takeScanned(booth, parseSlip(text), handlers);
    if (!leadsOn) say(t("This square code is not a slip. Hold the slip’s code in front of the camera."));
    return leadsOn;
  });
  place.append(scanner.element);
  await scanner.start();
  say(t("Hold the slip’s square code in front of the camera."));
}

/** The page with the camera, which goes off when the page does. */
export function scanPage(booth, handlers) {
  return () => {
    const title = t("Scan your slip");
    const line = h("p", { role: "status", "aria-live": "polite" }, t("Starting the camera"));
    const say = (text) => (line.textContent = text);
    const place = h("div", {});
    queueMicrotask(() =>
      startScanner(booth, place, handlers, say).catch(() =>
        say(t("The camera cannot be used here. Type the code instead.")),
      ),
    );
    const instead = actions(button(t("Type the code instead"), handlers.onType, "secondary"));
    return { title, content: [booth.pages.backLink(), h("h1", {}, title), line, place, instead] };
  };
}

// Getting at a slip's code: typed, scanned within the page, or handed over by the address.

import { LENGTH, normalizeToken } from "../campaign/slips/tokens.js";
import { actions, button, errorSummary, h } from "../ui/dom.js";
import { createScanner, parseSlip } from "../ui/scanner.js";
import { t } from "../i18n.js";

/**
 * What is wrong with a typed code, in words, or null. A character that
 * cannot be is named with its place.
 */
export function describeFault(text) {
  try {
    normalizeToken(text);
    return null;
  } catch (error) {
    if (error.place && error.place <= LENGTH) {
      const groupNumber = Math.floor((error.place - 1) / 5) + 1;
      const place = ((error.place - 1) % 5) + 1;
      const character = [...strip(text)][error.place - 1] ?? "";
      return t("Character {place} of group {group}, “{character}”, cannot be part of a slip’s code.", {
        place,
        group: groupNumber,
        character,
      });
    }
    const count = countCharacters(text);
    if (count !== LENGTH) {
      return t("The code has 25 characters; {count} are here.", { count });
    }
    return t("At least one character is mistyped. Compare the code with your slip, group by group.");
  }
}

function strip(text) {
  return text.toUpperCase().replace(/[\s\p{Pd}\p{Cc}\p{Cf}]/gu, "");
}

function countCharacters(text) {
  return [...strip(text)].length;
}

function group(text) {
  return (strip(text).match(/.{1,5}/gu) || []).join("-");
}

function codeField(initial, fault) {
  const count = h("span", { class: "small", role: "status" });
  const input = h("input", {
    type: "text",
    id: "slip-code",
    class: "code",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    maxlength: "80",
    "aria-describedby": fault ? "slip-hint slip-error" : "slip-hint",
    "aria-invalid": fault ? "true" : null,
    value: group(initial),
  });
  const show = () => {
    count.textContent = t("{count} of 25 characters", { count: countCharacters(input.value) });
  };
  input.addEventListener("input", () => {
    // Only while typing at the end: a caret in the middle must not jump.
    if (input.selectionStart === input.value.length) input.value = group(input.value);
    show();
  });
  show();
  const element = h(
    "div",
    { class: fault ? "field has-error" : "field" },
    h("label", { for: "slip-code" }, t("The code on your slip")),
    h(
      "span",
      { class: "hint", id: "slip-hint" },
      t("25 letters and digits in five groups. Capitals and hyphens do not matter."),
    ),
    fault
      ? h(
          "span",
          { class: "error-text", id: "slip-error" },
          h("span", { class: "visually-hidden" }, t("Error:"), " "),
          fault,
        )
      : null,
    input,
    count,
  );
  return { element, input };
}

/**
 * The page that asks for a code. `onToken(token)` gets one that passed its check; `onScan()`
 * opens the camera. A fault found earlier stands above; what was typed stays to be mended.
 */
export function enterPage(booth, { onToken, onScan }, typed = "", fault = null) {
  return () => {
    const title = fault ? t("This code is mistyped") : t("Open your slip");
    const { element, input } = codeField(typed, fault);
    const form = h(
      "form",
      { novalidate: true, autocomplete: "off" },
      element,
      actions(
        button(t("Continue"), null, "", "submit"),
        button(t("Scan the slip with the camera"), onScan, "secondary"),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const found = describeFault(input.value);
      if (found === null) onToken(normalizeToken(input.value));
      else booth.pages.replace(enterPage(booth, { onToken, onScan }, input.value, found));
    });
    return {
      title,
      content: [
        booth.pages.backLink(),
        fault ? errorSummary(t("There is a problem"), [{ text: fault, target: "slip-code" }]) : null,
        h("h1", {}, h("span", { class: "caption" }, booth.info.title), title),
        fault
          ? h(
              "p",
              {},
              t("Correct the code and try again. If your slip cannot be read, ask your steward for another one."),
            )
          : h("p", {}, t("Scan the square code on your slip with this phone, or type the code.")),
        form,
      ],
    };
  };
}

/** The page with the camera. */
export function scanPage(booth, { onToken, onType, onOther }) {
  return () => {
    const title = t("Scan your slip");
    const line = h("p", { role: "status", "aria-live": "polite" }, t("Starting the camera"));
    const scanner = createScanner(t("Camera"), (text) => {
      const { code, token } = parseSlip(text);
      if (code !== null && code !== booth.info.code) {
        onOther();
        return true;
      }
      if (describeFault(token) !== null) {
        line.textContent = t("This square code is not a slip. Hold the slip’s code in front of the camera.");
        return false;
      }
      onToken(normalizeToken(token));
      return true;
    });
    scanner.start().then(
      () => (line.textContent = t("Hold the slip’s square code in front of the camera.")),
      () => (line.textContent = t("The camera cannot be used here. Type the code instead.")),
    );
    const type = () => {
      scanner.stop();
      onType();
    };
    return {
      title,
      content: [
        booth.pages.backLink(),
        h("h1", {}, title),
        line,
        scanner.element,
        actions(button(t("Type the code instead"), type, "secondary")),
      ],
    };
  };
}

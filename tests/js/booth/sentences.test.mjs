// Sentences around what a committee wrote: its words turn nothing but themselves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { t } from "../../../voteapp/static/js/i18n.js";

const say = (answer) => t("You answered “{answer}”, not sent.", { answer });

test("marks that turn the direction stay out of sentences", () => {
  for (const mark of "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
    assert.equal(say(`Y${mark}es`), "You answered “Yes”, not sent.", mark.codePointAt(0).toString(16));
  }
});

test("what runs from right to left is held together, in every script that does", () => {
  for (const text of ["نعم", "כן", "\u{1e922}\u{1e923}", "\u{10d00}"]) {
    assert.equal(say(text), `You answered “\u2068${text}\u2069”, not sent.`);
    assert.equal(say(`\u2069${text}`), `You answered “\u2068${text}\u2069”, not sent.`);
  }
  assert.equal(say("Yes {answer} $&"), "You answered “Yes {answer} $&”, not sent.");
});

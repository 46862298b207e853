// `questionnaire.json` as an object: docs/formats.md, "Questionnaire".

import { types } from "../../protocol/types.js";
import { more } from "../canonical.js";
import { Rule } from "./rules.js";
/** @import { Value } from "../../protocol/types.js" */

/** A text by language; `help` stands smaller beside it and may be empty. */
const Texts = more.map(types.struct({ text: types.string, help: types.string }));
/** @typedef {Value<typeof Texts>} Texts */

/** The numbers that an answer stands for, both inclusive; `high` null: open upwards. */
const Bin = types.struct({ low: types.integer, high: more.nullable(types.integer) });
/** @typedef {Value<typeof Bin>} Bin */

const Answer = types.struct({
  id: types.string,
  texts: Texts,
  alone: types.boolean,
  substantive: types.boolean,
  bin: more.nullable(Bin),
});
/** @typedef {Value<typeof Answer>} Answer */

const Question = types.struct({
  id: types.string,
  code: types.string,
  kind: more.oneOf("one", "several", "scale", "number"),
  scale: more.nullable(types.string),
  texts: Texts,
  min: types.integer,
  max: types.integer,
  answers: types.list(Answer),
  not_applicable: types.boolean,
  prefer_not: types.boolean,
  reversed: types.boolean,
});
/** @typedef {Value<typeof Question>} Question */

const Limit = types.struct({
  limit: types.integer,
  counted: types.string,
  source: more.nullable(more.oneOf("law", "policy", "contract")),
  citation: types.string,
  address: types.string,
  condition: types.string,
  shift: types.string,
  roles: types.list(types.string),
  covered: types.string,
  from: more.nullable(types.string),
  until: more.nullable(types.string),
  checked: more.nullable(types.string),
  checked_by: types.string,
});
/** @typedef {Value<typeof Limit>} Limit */

/** What one part of a campaign asks; the fields are those of docs/formats.md. */
export const Questionnaire = types.struct({
  type: more.exactly("voteapp-questionnaire"),
  version: more.exactly(1),
  part: types.string,
  kind: more.oneOf("vote", "survey"),
  language: types.string,
  texts: Texts,
  words: more.map(types.struct({ not_applicable: types.string, prefer_not: types.string })),
  sections: types.list(types.struct({ id: types.string, first: types.string, texts: Texts })),
  questions: types.list(Question),
  limits: more.map(more.nullable(Limit)),
  asked: more.map(types.list(types.string)),
  rules: types.list(Rule),
});
/** @typedef {Value<typeof Questionnaire>} Questionnaire */

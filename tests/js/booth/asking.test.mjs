// How a questionnaire is asked: what stands on one screen, how far a member is, typed numbers, the
// limit's words, and in which language it is read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { describeLimit, listLimited } from "../../../voteapp/static/js/booth/asking/limit.js";
import { describeBin, readNumber } from "../../../voteapp/static/js/booth/asking/numbers.js";
import { findSection, listAskable, listScreens } from "../../../voteapp/static/js/booth/asking/screens.js";
import {
  chooseLanguage,
  directionOf,
  listLanguages,
  nameLanguage,
} from "../../../voteapp/static/js/booth/languages.js";
import { findBin } from "../../../voteapp/static/js/campaign/questionnaire/answering.js";
import { answer, answerAll, ask, create, drawQuestionnaire, open, say } from "./questionnaires.mjs";

const items = (count, scale = "S") =>
  Array.from({ length: count }, (_, place) =>
    ask(`${scale}${place}`, "scale", [answer(`${scale}${place}A`)], { scale }),
  );
const one = (id) => ask(id, "one", [answer(`${id}A`), answer(`${id}B`)]);
const lengths = (questionnaire) => listScreens(questionnaire).map(({ length }) => length);

test("one question a screen; items of one scale a few at a time, evenly", () => {
  assert.deepEqual(lengths(create([one("Q0"), one("Q1")])), [1, 1]);
  assert.deepEqual(lengths(create([one("Q0"), ...items(6), one("Q1")])), [1, 6, 1]);
  assert.deepEqual(lengths(create(items(9))), [5, 4]);
  assert.deepEqual(lengths(create([...items(23, "S"), ...items(12, "T")])), [6, 6, 5, 6, 6, 6]);
  const places = listScreens(create(items(23))).flat();
  assert.deepEqual(
    places,
    places.map((place, index) => index),
  );
});

test("a section, and an item that another decides, begin a screen", () => {
  const questions = items(5);
  const sections = [{ id: "X", first: "S2", texts: say("Section") }];
  assert.deepEqual(lengths(create(questions, { sections })), [2, 3]);
  const when = { question: "S1", answers: ["S1A"] };
  const rules = [{ id: "R", do: "skip", when, questions: ["S3"] }];
  assert.deepEqual(lengths(create(questions, { rules })), [3, 2]);
  const forbid = [{ id: "R", do: "forbid", when: { all: [when, { question: "S3", answers: ["S3A"] }] } }];
  assert.deepEqual(lengths(create(questions, { rules: forbid })), [5]);
});

test("what is never asked is not counted, what may be skipped is", () => {
  const when = { question: "Q0", answers: ["Q0A"] };
  const derive = { id: "R1", do: "derive", from: "Q0", question: "Q1", within: "Q1A", over: [], no_limit: "Q1B" };
  const rules = [derive, { id: "R2", do: "skip", when, questions: ["Q2"] }];
  const questionnaire = create([one("Q0"), one("Q1"), one("Q2"), one("Q3")], { rules });
  assert.deepEqual(listAskable(questionnaire, undefined), [0, 2, 3]);
  assert.deepEqual(listAskable(questionnaire, ["Q0", "Q3"]), [0, 3]);
});

test("whatever is answered, who is asked is asked what is counted, each once and in order", () => {
  for (let seed = 0; seed < 20; seed += 1) {
    let state = seed + 1;
    const draw = (n) => {
      state = (state * 48271) % 2147483647;
      return state % n;
    };
    const questionnaire = drawQuestionnaire(draw);
    const askable = listAskable(questionnaire, undefined);
    const order = listScreens(questionnaire).flat();
    for (const ballot of answerAll(questionnaire)) {
      const asked = order.filter((place) => ballot.steps[place].how === "asked");
      assert.ok(asked.every((place) => askable.includes(place)));
      assert.deepEqual(
        asked,
        [...asked].sort((a, b) => a - b),
      );
      assert.equal(listAskable(questionnaire, ballot.interview.asked).length, askable.length);
    }
  }
});

test("a question stands in the section that began last", () => {
  const sections = ["Q1", "Q2"].map((first) => ({ id: `X${first}`, first, texts: say(first) }));
  const questionnaire = create([one("Q0"), one("Q1"), one("Q2"), one("Q3")], { sections });
  const found = [0, 1, 2, 3].map((place) => findSection(questionnaire, place)?.id ?? null);
  assert.deepEqual(found, [null, "XQ1", "XQ2", "XQ2"]);
});

const bins = [
  [2, 4],
  [5, 5],
  [6, null],
];
const load = ask(
  "Q",
  "number",
  bins.map(([low, high]) => answer(`from ${low}`, { bin: { low, high } })),
);
const closed = { ...load, answers: load.answers.slice(0, 2) };

test("typed numbers fall into their answers, in the digits of any script", () => {
  for (const [text, wanted] of [
    ["2", "from 2"],
    [" 4 ", "from 2"],
    ["05", "from 5"],
    ["5", "from 5"],
    ["٦", "from 6"],
    ["७", "from 6"],
    ["１２", "from 6"],
    ["99999999", "from 6"],
    ["12345678901", "from 6"],
    ["999999999999999", "from 6"],
  ]) {
    const { number, fault } = readNumber(load, text);
    assert.deepEqual([findBin(load, number), fault], [wanted, null], text);
  }
});

test("what is no whole number, or in no answer, is named", () => {
  for (const [text, fault] of [
    ["", "empty"],
    ["  ", "empty"],
    ["six", "digits"],
    ["5.5", "digits"],
    ["5,0", "digits"],
    ["1e3", "digits"],
    ["+5", "digits"],
    ["1234567890123456", "digits"],
    ["1", "low"],
    ["-3", "low"],
    ["−3", "low"],
  ]) {
    assert.equal(readNumber(load, text).fault, fault, text);
  }
  assert.equal(readNumber(closed, "6").fault, "high");
  assert.equal(readNumber(closed, "5").fault, null);
});

test("every number that an answer may stand for can be typed", () => {
  const wide = ask("Q", "number", [answer("wide", { bin: { low: 1_000_000_000, high: 2_147_483_646 } })]);
  for (const text of ["1000000000", "2147483646"]) {
    const { number, fault } = readNumber(wide, text);
    assert.deepEqual([number, fault, findBin(wide, number)], [Number(text), null, "wide"]);
  }
  assert.equal(readNumber(wide, "2147483647").fault, "high");
  assert.equal(readNumber(wide, "999999999").fault, "low");
});

test("a number is said as what it counts as", () => {
  assert.equal(describeBin(6, "6", "patient"), "6 patients");
  assert.equal(describeBin(1, "1", "patient"), "1 patient");
  assert.equal(describeBin(6, "6", null), "Your number: 6");
  assert.equal(describeBin(12, "10+", "patient"), "12 is counted as “10+”.");
});

const limit = {
  limit: 5,
  counted: "patient",
  source: "law",
  citation: "22 CCR 70217(a)",
  address: "",
  condition: "",
  shift: "",
  roles: [],
  covered: "",
  from: null,
  until: null,
  checked: null,
  checked_by: "",
};

test("a limit is said with the places where it holds", () => {
  const sentence = "Where it holds: Hospitals of the Commonwealth.";
  const placed = describeLimit({ ...limit, covered: "Hospitals of the Commonwealth", checked: "2026-10-01" });
  assert.equal(placed.at(-1), sentence);
  assert.ok(!describeLimit(limit).some((said) => said.startsWith("Where it holds")));
});

test("a limit is said with its source; that nobody checked it, too", () => {
  const said = "For your unit the limit is 5 patients for one nurse (22 CCR 70217(a)).";
  assert.deepEqual(describeLimit(limit), [said, "Not checked by us; see the source."]);
  assert.deepEqual(describeLimit({ ...limit, checked: "2026-10-01" }), [said]);
  const own = { ...limit, limit: 1, source: null, citation: "" };
  assert.deepEqual(describeLimit(own), [
    "For your unit the limit is 1 patient for one nurse.",
    "Not checked by us; no source is named.",
  ]);
  const couplets = { ...limit, checked: "2026-10-01", counted: "couplet", shift: "night", condition: "4 North" };
  assert.deepEqual(describeLimit({ ...couplets, roles: ["nurse", "perfusionist"] }), [
    "For your unit the limit is 5 mothers with their babies for one nurse.",
    "Source: 22 CCR 70217(a).",
    "It is for: 4 North.",
    "It is for the night shift only.",
    "People whom it covers: nurses, perfusionist.",
  ]);
  const other = { ...couplets, counted: "constructor", citation: "", shift: "twelve hours", condition: "" };
  assert.deepEqual(describeLimit(other), [
    "For your unit the limit is 5 for one nurse (constructor).",
    "It is for this shift: twelve hours.",
  ]);
});

test("it stands beside the number, what that gives, and what is asked because of it", () => {
  const when = { question: "Q1", answers: ["Q1A"] };
  const derive = { id: "R1", do: "derive", from: "Q0", question: "Q1", within: "Q1A", over: [], no_limit: "Q1B" };
  const rules = [derive, { id: "R2", do: "fill", when, question: "Q2", answer: "Q2A" }];
  const questionnaire = create([one("Q0"), one("Q1"), one("Q2"), one("Q3")], { rules });
  assert.deepEqual(listLimited(questionnaire), ["Q0", "Q1", "Q2"]);
});

test("only languages in which everything is written are offered", () => {
  const said = { not_applicable: "n", prefer_not: "p" };
  const words = { en: said, es: said, ar: said };
  const both = { es: "hola", ar: "أهلا" };
  const question = { ...ask("Q", "one", [{ ...answer("A"), texts: say("A", both) }]), texts: say("Q?", both) };
  const whole = create([question], { words, texts: say("Title", both) });
  assert.deepEqual(listLanguages(whole), ["en", "es", "ar"]);
  const part = { ...question, answers: [{ ...answer("A"), texts: say("A", { es: "hola", ar: "" }) }] };
  assert.deepEqual(listLanguages({ ...whole, questions: [part] }), ["en", "es"]);
  assert.deepEqual(listLanguages({ ...whole, words: { en: said } }), ["en"]);
  const half = { ...words, es: { ...said, prefer_not: "" }, ar: { ...said, not_applicable: " " } };
  assert.deepEqual(listLanguages({ ...whole, words: half }), ["en"]);
  const blank = { ...question, texts: say("Q?", { ...both, ar: "\u00a0" }) };
  assert.deepEqual(listLanguages({ ...whole, questions: [blank] }), ["en", "es"]);
});

test("the language that is wished, in its script, else the first", () => {
  const offered = ["en", "zh-Hans", "zh-Hant", "es"];
  assert.equal(chooseLanguage(offered, ["zh-TW", "en"]), "zh-Hant");
  assert.equal(chooseLanguage(offered, ["zh-CN"]), "zh-Hans");
  assert.equal(chooseLanguage(offered, ["fr-CA", "es-MX"]), "es");
  assert.equal(chooseLanguage(offered, ["fr", "no language at all"]), "en");
  assert.equal(chooseLanguage(offered, []), "en");
});

test("directions by script, names in the language itself", () => {
  const right = ["ar", "fa-IR", "he", "ur", "pa-Arab", "ckb"];
  assert.deepEqual(new Set(right.map(directionOf)), new Set(["rtl"]));
  assert.deepEqual(new Set(["en", "pa", "zh-Hant", "az", "?"].map(directionOf)), new Set(["ltr"]));
  assert.equal(nameLanguage("es"), "español");
  assert.equal(nameLanguage("not a language"), "not a language");
});

test("a ballot reads itself in its language", () => {
  const texts = say("Q?", { es: "¿Q?" });
  const question = { ...ask("Q", "one", [{ ...answer("A"), texts: say("A", { es: "Á" }) }]), texts };
  const words = { en: { not_applicable: "n", prefer_not: "p" }, es: { not_applicable: "no", prefer_not: "pre" } };
  const ballot = open(create([question], { words, texts: say("Title", { es: "Título" }, "Help") }));
  assert.deepEqual([ballot.title, ballot.introduction, ballot.nameQuestion(0)], ["Title", "Help", "Q?"]);
  ballot.speak(["es-MX"]);
  const names = ["A", "not-applicable", "prefer-not"].map((one_) => ballot.nameAnswer(question, one_));
  assert.deepEqual([ballot.title, ballot.nameQuestion(0), ...names], ["Título", "¿Q?", "Á", "no", "pre"]);
});

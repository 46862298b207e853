// Questionnaires for tests of the booth: written by hand, or drawn by chance.

import { Ballot } from "../../../voteapp/static/js/booth/ballot.js";
import { Interview, listOffered } from "../../../voteapp/static/js/campaign/questionnaire/answering.js";

export const LEAF = { code: "unit-1", variant: "" };

/** A text in English, and in other languages by their names. */
export const say = (text, others = {}, help = "") => ({
  en: { text, help },
  ...Object.fromEntries(Object.entries(others).map(([name, other]) => [name, { text: other, help }])),
});

export const answer = (id, rest = {}) => ({ id, texts: say(id), alone: false, substantive: true, bin: null, ...rest });

export function ask(id, kind, answers, rest = {}) {
  const plain = { code: "", scale: null, min: 1, max: 1, not_applicable: true, prefer_not: true, reversed: false };
  return { id, kind, texts: say(`${id}?`), answers, ...plain, ...rest };
}

export function create(questions, rest = {}) {
  return {
    kind: "survey",
    language: "en",
    texts: say("Survey"),
    words: { en: { not_applicable: "Not applicable", prefer_not: "Prefer not" } },
    sections: [],
    questions,
    limits: {},
    asked: {},
    rules: [],
    ...rest,
  };
}

/** What the booth keeps of it; the record's election apart. */
export function open(questionnaire, leaf = LEAF) {
  const ballot = Object.create(Ballot.prototype);
  Object.assign(ballot, { kind: questionnaire.kind, questionnaire, interview: new Interview(questionnaire, leaf) });
  ballot.speak([]);
  ballot.forget();
  return ballot;
}

/** Everything that can be given to a question. */
export function listGivable(question) {
  const ids = question.answers.filter(({ alone }) => !alone).map(({ id }) => id);
  const alone = listOffered(question).filter((id) => !ids.includes(id));
  const sets = Array.from({ length: 2 ** ids.length }, (_, bits) => ids.filter((id, place) => bits & (1 << place)));
  const fit = sets.filter((set) => set.length >= question.min && set.length <= question.max);
  return [...fit, ...alone.map((id) => [id])];
}

/** A small questionnaire, the same for the same numbers: `draw(n)` gives one from 0 to n - 1. */
export function drawQuestionnaire(draw) {
  const questions = Array.from({ length: 2 + draw(3) }, (_, place) => drawQuestion(draw, `Q${place}`));
  const rules = Array.from({ length: draw(4) }, (_, number) => drawRule(draw, questions, `R${number}`));
  const limit = { limit: 1 + draw(3), counted: "patient" };
  return create(questions, { rules: rules.filter(Boolean), limits: draw(4) > 0 ? { [LEAF.code]: limit } : {} });
}

function drawQuestion(draw, id) {
  const kind = ["one", "several", "number", "scale"][draw(4)];
  const count = 2 + draw(2);
  const bin = (place) => ({ low: 2 * place, high: place === count - 1 ? null : 2 * place + 1 });
  const answers = Array.from({ length: count }, (_, place) => {
    const alone = kind === "several" && place === count - 1;
    return answer(`${id}A${place}`, { alone, bin: kind === "number" ? bin(place) : null });
  });
  const several = kind === "several" ? { min: draw(2), max: count - 1 } : {};
  return ask(id, kind, answers, { scale: kind === "scale" ? `S${id}` : null, ...several });
}

function drawRule(draw, questions, id) {
  const from = draw(questions.length - 1);
  const [source, target] = [questions[from], questions[from + 1 + draw(questions.length - from - 1)]];
  const when = { question: source.id, answers: [source.answers[draw(source.answers.length)].id] };
  const kind = draw(4);
  if (kind === 0) return { id, do: "skip", when, questions: [target.id] };
  if (kind === 1) return { id, do: "fill", when, question: target.id, answer: target.answers[0].id };
  if (kind === 2) {
    return { id, do: "forbid", when: { all: [when, { question: target.id, answers: [target.answers[1].id] }] } };
  }
  if (source.kind !== "number" || target.kind === "several") return null;
  const [within, over] = target.answers.map((one) => one.id);
  return {
    id,
    do: "derive",
    from: source.id,
    question: target.id,
    within,
    over: [{ by: 1, answer: over }],
    no_limit: over,
  };
}

/** Every way in which it can be answered, each a ballot that is answered whole. */
export function* answerAll(questionnaire, given = []) {
  const ballot = open(questionnaire);
  for (const [id, answers] of given) ballot.answer(id, answers);
  const next = ballot.steps.find(({ how, answers }) => how === "asked" && answers === null);
  if (next === undefined) {
    yield ballot;
    return;
  }
  const question = questionnaire.questions.find(({ id }) => id === next.id);
  for (const answers of listGivable(question)) {
    // What contradicts is not kept; nothing that was given before is dropped on the way on.
    if (ballot.answer(next.id, answers) === null) yield* answerAll(questionnaire, [...given, [next.id, answers]]);
  }
}

// Reads {documents: [text], interviews: [{document, leaf, chosen}]} from standard input and writes
// what JavaScript says of them: of a document its code (null: sound) and its questions in the
// record; of an interview its steps, contradictions, faults, and choices (null: not finished).

import { readFileSync } from "node:fs";
import * as answering from "../../voteapp/static/js/campaign/questionnaire/answering.js";
import { decodeQuestionnaire } from "../../voteapp/static/js/campaign/questionnaire/checks.js";
import { createRecordQuestions } from "../../voteapp/static/js/campaign/questionnaire/record.js";

function describeDocument(text) {
  try {
    return { code: null, questions: createRecordQuestions(decodeQuestionnaire(new TextEncoder().encode(text))) };
  } catch (error) {
    if (error.code === undefined) throw error;
    return { code: error.code, questions: null };
  }
}

function describeInterview({ document, leaf, chosen }) {
  const questionnaire = decodeQuestionnaire(new TextEncoder().encode(document));
  const interview = new answering.Interview(questionnaire, leaf);
  const steps = interview.goThrough(new Map(Object.entries(chosen)));
  const faults = steps.map(({ answers }, place) =>
    answers === null ? "open" : answering.findFault(questionnaire.questions[place], answers),
  );
  return {
    steps: steps.map(({ id, how, rule, answers }) => [id, how, rule, answers]),
    contradictions: interview.findContradictions(answering.listGiven(steps)),
    faults,
    bins: questionnaire.questions.map((question) => [0, 3, 6, 9].map((n) => answering.findBin(question, n))),
    choices: faults.every((fault) => fault === null) ? answering.createChoices(questionnaire, steps) : null,
  };
}

const { documents, interviews } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
  JSON.stringify({ documents: documents.map(describeDocument), interviews: interviews.map(describeInterview) }),
);

// The auditor's report as a page: in words first, numbers as tables, the details last.

import { computeOutcome } from "../campaign/setup/rules.js";
import { splitDescription } from "../campaign/texts.js";
import { computeEntitled } from "../campaign/units/strata.js";
import { t, tn } from "../i18n.js";
import { kindOf } from "../protocol/kinds.js";
import { h, summaryList } from "../ui/dom.js";
import { describeFinding, describeWarning } from "./words.js";
/** @import { Child } from "../ui/dom.js" */

/** The whole report: `outcome` is what verifyFile gave. */
export function createReportView({ audit, report, documents }) {
  return h(
    "div",
    {},
    createVerdict(report),
    report.findings.length > 0 ? createFindings(report.findings) : null,
    report.warnings.map(({ code }) => h("p", { class: "notice wait" }, describeWarning(code))),
    audit.setup.context === null ? null : createFacts(audit, report, documents),
    report.result === null ? null : createResults(audit, report),
    report.result === null ? null : createRule(audit, report, documents),
  );
}

function createVerdict(report) {
  if (report.findings.length > 0) return createBadVerdict(report.findings.length);
  return h(
    "div",
    { class: "panel" },
    h("h2", { tabindex: "-1", id: "verdict" }, t("This election checks out")),
    h("p", {}, describeChecked(report.scope)),
    h("p", {}, t("Compare the fingerprint below with the one that others see.")),
  );
}

function createBadVerdict(count) {
  const text = tn(
    "One thing is wrong. Do not rely on its result until it is explained.",
    "{count} things are wrong. Do not rely on its result until they are explained.",
    count,
  );
  return h(
    "div",
    { class: "warning" },
    h("h2", { tabindex: "-1", id: "verdict" }, t("This election does not check out")),
    h("p", {}, text),
  );
}

function describeChecked(scope) {
  return scope === "election"
    ? t(
        "Everything in this file was checked, and everything fits: every vote, the total, " +
          "what the trustees opened, and what was fixed before the vote opened.",
      )
    : t(
        "Everything in this record was checked, and everything fits: every vote, the total, and what the trustees opened.",
      );
}

function createFindings(findings) {
  const shown = findings.slice(0, 200);
  const count = findings.length - shown.length;
  return h(
    "section",
    {},
    h("h3", {}, t("What is wrong")),
    h("ul", {}, shown.map(createFinding)),
    count > 0 ? h("p", {}, t("And {count} more.", { count })) : null,
  );
}

function createFinding({ code, height, message }) {
  const details =
    height === null
      ? t("Details: {code}: {message}", { code, message })
      : t("Details: {code} at event {height}: {message}", { code, height, message });
  return h("li", {}, describeFinding(code), " ", h("span", { class: "small" }, details));
}

function createFacts(audit, report, documents) {
  const { election, fingerprint } = audit.setup.context;
  const { text } = splitDescription(election.description);
  const manifest = documents?.manifest ?? null;
  /** @type {([Child, Child] | null)[]} */
  const rows = [
    [t("Election"), election.name],
    text === "" ? null : [t("Description"), h("span", { class: "pre" }, text)],
    [t("Identifier"), h("code", {}, election.uuid)],
    [t("Fingerprint"), h("code", {}, fingerprint)],
    [t("Valid ballots on the list"), String(report.ballots)],
    [t("Votes counted"), String(report.counted)],
    manifest === null ? null : [t("Members entitled"), String(computeEntitled(manifest.strata))],
    manifest?.trial ? [t("Trial"), t("This was a trial, not a real vote.")] : null,
    manifest?.issuance === "server"
      ? [t("Slips"), t("The server made the slips itself: trust in them is trust in the server.")]
      : null,
  ];
  return h("section", {}, h("h3", {}, t("What was checked")), summaryList(rows.filter((row) => row !== null)));
}

function createResults(audit, report) {
  const { questions } = audit.setup.context.election;
  const tables = questions.map((question, i) => createTable(question, report.result[i]));
  return h("section", {}, h("h3", {}, t("Result")), tables);
}

function createTable(question, numbers) {
  const { answers, blank } = kindOf(question).readTotals(question, numbers);
  const lines = blank === null ? answers : [{ text: t("Blank"), number: blank }, ...answers];
  const head = [h("th", { scope: "col" }, t("Answer")), h("th", { scope: "col", class: "number" }, t("Votes"))];
  const rows = lines.map(({ text, number }) =>
    h("tr", {}, h("th", { scope: "row" }, text), h("td", { class: "number" }, String(number))),
  );
  return h(
    "table",
    {},
    h("caption", { dir: "auto" }, question.question),
    h("thead", {}, h("tr", {}, head)),
    h("tbody", {}, rows),
  );
}

function describeFraction({ comparison, numerator, denominator }) {
  const fraction = `${numerator}/${denominator}`;
  return comparison === "at-least" ? t("at least {fraction}", { fraction }) : t("more than {fraction}", { fraction });
}

function describeBase(of) {
  return {
    counted: t("of the votes counted"),
    "not-blank": t("of the votes that are not blank"),
    entitled: t("of the members entitled"),
  }[of];
}

function createRule(audit, report, documents) {
  const manifest = documents?.manifest ?? null;
  if (manifest === null || manifest.rule === null || report.findings.length > 0) return null;
  const { rule } = manifest;
  const { questions } = audit.setup.context.election;
  const { counted } = report;
  const entitled = computeEntitled(manifest.strata);
  const { met, votes, total } = computeOutcome(rule, questions, report.result, counted, entitled);
  const answer = questions[rule.question].answers[rule.answer];
  const values = { answer, fraction: describeFraction(rule), of: describeBase(rule.of) };
  return h(
    "section",
    {},
    h("h3", {}, met ? t("The rule is met") : t("The rule is not met")),
    h("p", {}, t("“{answer}” needs {fraction} {of}.", values)),
    h("p", {}, t("It got {votes} of {total}.", { votes, total })),
    rule.quorum === null ? null : h("p", {}, describeQuorum(rule.quorum, counted, entitled)),
  );
}

function describeQuorum(quorum, counted, entitled) {
  return t("The quorum is {fraction} of the members entitled; {counted} of {entitled} votes were counted.", {
    fraction: describeFraction(quorum),
    counted,
    entitled,
  });
}

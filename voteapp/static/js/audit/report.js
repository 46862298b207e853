// The auditor's report as a page: in words first, numbers as tables, the details last.

import { splitDescription } from "../campaign/texts.js";
import { t, tn } from "../i18n.js";
import { h, summaryList } from "../ui/dom.js";
import { showShare } from "../ui/shares.js";
import { countMembers, createRule, findAnswer } from "./outcome.js";
import { createResultTables } from "./results.js";
import { describeFinding, describeWarning } from "./words.js";
/** @import { Child } from "../ui/dom.js" */

/** The whole report: `outcome` is what verifyFile gave. What is wrong comes first, then what people
 * counted that does not fit, then the answer, then how it was checked, then the numbers. */
export function createReportView({ audit, report, documents }) {
  const { findings, warnings } = report;
  const answer = findings.length > 0 ? null : findAnswer(audit, report, documents);
  return h(
    "div",
    {},
    findings.length > 0 ? [createVerdict(report), createFindings(findings)] : null,
    warnings.map(createWarning),
    answer === null ? null : h("p", { class: "lead", id: "answer" }, h("strong", { dir: "auto" }, answer)),
    findings.length > 0 ? null : createVerdict(report),
    report.result === null ? null : createResults(audit, report),
    report.result === null ? null : createRule(audit, report, documents),
    audit.setup.context === null ? null : createFacts(audit, report, documents),
    createNotes(documents),
  );
}

export function createWarning({ code, message }) {
  const details = h("span", { class: "small" }, t("Details: {code}: {message}", { code, message }));
  return h("p", { class: "notice wait" }, describeWarning(code), " ", details);
}

/** What was noted after the end, oldest first. */
function createNotes(documents) {
  const notes = documents?.evidence?.notes ?? [];
  if (notes.length === 0) return null;
  const lines = notes.map(({ text, at }) =>
    h("li", {}, h("span", { class: "pre", dir: "auto" }, text), " ", h("span", { class: "small" }, at)),
  );
  return h("section", {}, h("h3", {}, t("Notes that were added later")), h("ul", {}, lines));
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

export function createFindings(findings) {
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
  const members = countMembers(documents);
  /** @type {([Child, Child] | null)[]} */
  const rows = [
    [t("Election"), election.name],
    text === "" ? null : [t("Description"), h("span", { class: "pre" }, text)],
    [t("Identifier"), h("code", {}, election.uuid)],
    [t("Fingerprint"), h("code", {}, fingerprint)],
    [t("Valid ballots on the list"), String(report.ballots)],
    [t("Votes counted"), String(report.counted)],
    members === null ? null : [t("Members entitled"), String(members)],
    members === null ? null : [t("Share of them who took part"), showShare(report.counted, members)],
    manifest?.trial ? [t("Trial"), t("This was a trial, not a real vote.")] : null,
    manifest?.issuance === "server"
      ? [t("Slips"), t("The server made the slips itself: trust in them is trust in the server.")]
      : null,
  ];
  return h("section", {}, h("h3", {}, t("What was checked")), summaryList(rows.filter((row) => row !== null)));
}

function createResults(audit, report) {
  const { questions } = audit.setup.context.election;
  const tables = createResultTables(questions, report.result, report.counted);
  return h("section", {}, h("h3", {}, t("Result")), tables);
}

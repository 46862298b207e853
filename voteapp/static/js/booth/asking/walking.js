// The way through the questions: screen after screen, the review, what a changed answer asks again.

import { t } from "../../i18n.js";
import { listAsked, questionPage } from "./questions.js";
import { reviewPage } from "./review.js";
import { listScreens } from "./screens.js";

/** Ask everything, then show the review; `onSeal()` once everything is answered and checked. */
export function startAsking(pages, ballot, onSeal) {
  ask({ pages, ballot, onSeal }, listScreens(ballot.questionnaire));
}

/** Ask the first of these screens of which anything is asked, and so on; then the review. */
function ask(way, screens) {
  const next = screens.findIndex((screen) => listAsked(way.ballot, screen).length > 0);
  if (next === -1) review(way);
  else show(way, screens[next], () => ask(way, screens.slice(next + 1)));
}

function show(way, screen, onDone, notice = null) {
  const onChange = (place) => change(way, place);
  way.pages.go(questionPage(way.pages, way.ballot, screen, { onDone, onChange, notice }));
}

function review(way) {
  const onChange = (place) => change(way, place);
  // Who went back from a question that is asked again has not answered it.
  const onSeal = () => (way.ballot.findMissing() === -1 ? way.onSeal() : afterChange(way));
  way.pages.go(reviewPage(way.pages, way.ballot, { onChange, onSeal }));
}

function change(way, place) {
  const screen = listScreens(way.ballot.questionnaire).find((places) => places.includes(place));
  show(way, screen, () => afterChange(way));
}

/** A changed answer may bring back questions that were filled in before: ask them, then review. */
function afterChange(way) {
  const { ballot } = way;
  const missing = ballot.findMissing();
  if (missing === -1) {
    review(way);
    return;
  }
  const screen = listScreens(ballot.questionnaire).find((places) => places.includes(missing));
  const { id } = ballot.questionnaire.questions[missing];
  const back = ballot.known.has(id) && !ballot.dropped.has(id);
  const notice = back ? t("Because you changed an answer, this question is asked now.") : null;
  show(way, screen, () => afterChange(way), notice);
}

// The answer in one sentence: what came out of an election. Each case is a whole sentence, so that it
// can be translated. voteapp/campaign/counting/answers.py says the same elsewhere.

import { tn } from "../i18n.js";
/** @import { Outcome } from "../campaign/setup/rules.js" */

/** A vote with a rule: its title, the rule's answer, what the fraction is of, what came.
 * @typedef {{ title: string, answer: string, of: "counted" | "not-blank" | "entitled", outcome: Outcome }} Vote */

const ENOUGH = {
  counted: (count, values) =>
    tn(
      "“{answer}” has enough votes on “{title}”: {votes} of {count} ballot; {needed} needed.",
      "“{answer}” has enough votes on “{title}”: {votes} of {count} ballots; {needed} needed.",
      count,
      values,
    ),
  "not-blank": (count, values) =>
    tn(
      "“{answer}” has enough votes on “{title}”: {votes} of {count} vote that is not blank; {needed} needed.",
      "“{answer}” has enough votes on “{title}”: {votes} of {count} votes that are not blank; {needed} needed.",
      count,
      values,
    ),
  entitled: (count, values) =>
    tn(
      "“{answer}” has enough votes on “{title}”: {votes}, with {count} member who may vote; {needed} needed.",
      "“{answer}” has enough votes on “{title}”: {votes}, with {count} members who may vote; {needed} needed.",
      count,
      values,
    ),
};

const TOO_FEW = {
  counted: (count, values) =>
    tn(
      "“{answer}” does not have enough votes on “{title}”: {votes} of {count} ballot; {needed} needed, {short} more.",
      "“{answer}” does not have enough votes on “{title}”: {votes} of {count} ballots; {needed} needed, {short} more.",
      count,
      values,
    ),
  "not-blank": (count, values) =>
    tn(
      "“{answer}” does not have enough votes on “{title}”: {votes} of {count} vote that is not blank; {needed} needed, {short} more.",
      "“{answer}” does not have enough votes on “{title}”: {votes} of {count} votes that are not blank; {needed} needed, {short} more.",
      count,
      values,
    ),
  entitled: (count, values) =>
    tn(
      "“{answer}” does not have enough votes on “{title}”: {votes}, with {count} member who may vote; {needed} needed, {short} more.",
      "“{answer}” does not have enough votes on “{title}”: {votes}, with {count} members who may vote; {needed} needed, {short} more.",
      count,
      values,
    ),
};

/** Whether the rule is met, with the numbers that say why.
 * @type {(vote: Vote) => string} */
export function sayAnswer({ title, answer, of, outcome }) {
  const { votes, total, needed, counted } = outcome;
  if (!outcome.quorum_reached) return sayQuorum(title, counted, outcome.quorum_needed ?? 0);
  if (needed === null) {
    return tn(
      "“{answer}” does not have enough votes on “{title}”: the one ballot is blank.",
      "“{answer}” does not have enough votes on “{title}”: all {count} ballots are blank.",
      counted,
      { answer, title },
    );
  }
  const values = { answer, title, votes, needed, short: needed - votes };
  return (outcome.reached ? ENOUGH : TOO_FEW)[of](total, values);
}

function sayQuorum(title, count, needed) {
  return tn(
    "The vote “{title}” does not count, for too few took part: {count} ballot came; {needed} needed, {short} more.",
    "The vote “{title}” does not count, for too few took part: {count} ballots came; {needed} needed, {short} more.",
    count,
    { title, needed, short: needed - count },
  );
}

/** How many took part, where there is no rule.
 * @type {(title: string, ballots: number, members: number) => string} */
export function sayTurnout(title, ballots, members) {
  return tn(
    "{count} ballot came in “{title}”, of {members} members who may take part.",
    "{count} ballots came in “{title}”, of {members} members who may take part.",
    ballots,
    { title, members },
  );
}

/** Why there are no numbers.
 * @type {(title: string, ballots: number, k: number) => string} */
export function sayTooFew(title, ballots, k) {
  return tn(
    "“{title}” has no result: {count} ballot came, and fewer than {k} are never opened, so that nobody can guess who answered what.",
    "“{title}” has no result: {count} ballots came, and fewer than {k} are never opened, so that nobody can guess who answered what.",
    ballots,
    { title, k },
  );
}

// Which findings stop a trustee, and which does not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { listBlocking } from "../../../voteapp/static/js/campaign/audit/turns.js";
import { describeFindings, describeTold } from "../../../voteapp/static/js/trustee/desk/problems.js";

const exceeded = { code: "ballots-exceed-entitled", height: null, message: "7 ballots, 6 members" };
const wrong = { code: "release-plan", height: null, message: "another plan" };

test("more ballots than members are told and do not stop, anything else does", () => {
  assert.deepEqual(listBlocking([exceeded]), []);
  assert.deepEqual(listBlocking([exceeded, wrong]), [wrong]);
  const item = { fingerprint: "f" };
  const found = { findings: [exceeded], uuid: true, fingerprint: "f" };
  assert.deepEqual(describeFindings(item, found), []);
  const [told] = describeTold(found);
  assert.match(told, /More ballots were cast than there are members/);
  assert.match(told, /7 ballots, 6 members/);
  assert.equal(describeFindings(item, { ...found, findings: [exceeded, wrong] }).length, 1);
  assert.equal(describeTold({ findings: [wrong] }).length, 0);
});

/** Tests that take more than half a second: `make check` leaves them out, as it does those that
 * pytest knows as slow. They are not declared at all then, so that nothing is counted as skipped. */

import { test } from "node:test";

/** `test`, or nothing where scripts/run_tests.py runs the fast ones. */
export const slow = process.env.VOTEAPP_FAST_TESTS === "1" ? () => {} : test;

// How large a tree of units may be: a module of its own, so that the booth need not load the rest.

/** Leaves of a tree (PAPER, "Pin"): a slip's pin is tried on each, and whoever could offer a million would
 * find one that fits by chance. */
export const LARGEST_TREE = 1024;

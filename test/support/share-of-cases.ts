/** The share of its cases that a long test takes; `npm run test:fast` sets it below 1. */
const share = Number(process.env.SHARE_OF_CASES ?? 1);

/** How many random cases a test takes: that share of them, and one at the least. */
export const randomRuns = (all: number): number => Math.max(1, Math.ceil(all * share));

/** The step through numbered cases: 1 takes every one of them. */
export const step = Math.max(1, Math.round(1 / share));

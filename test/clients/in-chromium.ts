import { describe, jest } from '@jest/globals';
import { chromiumPath } from './chromium.ts';

/** Tests that need a browser. Where there is none, they are left out, and said to be. */
export function inChromium(what: string, tests: () => void): void {
  if (chromiumPath === undefined) {
    process.stderr.write(`LEFT OUT, for there is no Chromium here (CHROMIUM can say where one is): ${what}\n`);
  }
  // A browser has its own speed, and more so when several start on a small machine.
  jest.setTimeout(60_000);
  const describeOrSkip = chromiumPath === undefined ? describe.skip : describe;
  describeOrSkip(what, tests);
}

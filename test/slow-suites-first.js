import TestSequencer from '@jest/test-sequencer';

/** Suites that wait for an app or a browser, or simulate many chats, however short their files are. */
const isSlow = ({ path }) => /[\\/]test[\\/](clients|local|simulation)[\\/][^\\/]+$/.test(path);

/**
 * Starts the suites that take longest first, so that no worker waits for the last one. Jest knows how long they take only
 * after the first run; before that it goes by the size of their files.
 */
export default class SlowSuitesFirst extends TestSequencer {
  sort(suites) {
    const sorted = super.sort(suites);
    return [...sorted.filter(isSlow), ...sorted.filter((suite) => !isSlow(suite))];
  }
}

import { readJson } from '../functions/runtime/json/body.ts';
import { atMost, type Measure, median, short } from './figure.ts';

const batch = 200;
const rounds = 500;
const warmUpRounds = 50;

/** A kilobyte, and as many keys in it as a list of profiles has: keys are what the check takes time for. */
const body = JSON.stringify({
  profiles: Array.from({ length: 8 }, (_, n) => ({
    name: 'Ann Lee',
    email: `ann${n}@example.com`,
    agentNumber: '201',
    teamIds: ['day'],
  })),
  reason: 'End of the shift',
  message: 'Good night, all of you. The night shift takes over from here, and signs in at half past ten.',
  select: { agentIds: Array.from({ length: 5 }, (_, n) => `0000000${n}-0000-4000-8000-000000000000`) },
});
const event = { body, isBase64Encoded: false, headers: { 'content-type': 'application/json' } };

const variants = {
  /** Bytes that are not UTF-8 become U+FFFD, and of a key that is given twice the last value counts. */
  unchecked: () => JSON.parse(Buffer.from(body, 'utf8').toString('utf8')),
  checked: () => readJson(event),
} as const;

/** Microseconds of reading the body once, on average over a batch. */
function timed(read: () => unknown): number {
  const began = performance.now();
  for (let n = 0; n < batch; n += 1) read();
  return ((performance.now() - began) * 1000) / batch;
}

/** What reading a body costs that refuses repeated keys, unpaired surrogates and bytes that are not UTF-8. */
export const measure: Measure = async () => {
  const times: Record<'unchecked' | 'checked' | 'ratio', number[]> = { unchecked: [], checked: [], ratio: [] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const unchecked = timed(variants.unchecked);
    const checked = timed(variants.checked);
    if (round < 0) continue;
    times.unchecked.push(unchecked);
    times.checked.push(checked);
    times.ratio.push(checked / unchecked);
  }
  return {
    setup: `A body of ${body.length} bytes with 37 keys; medians of ${rounds} batches of ${batch}, the variants alternate.`,
    figures: [
      { what: 'JSON.parse, nothing checked', measured: `${short(median(times.unchecked))} µs` },
      { what: 'with the checks', measured: `${short(median(times.checked))} µs` },
      atMost('the second, of the first', { value: median(times.ratio) * 100, most: 120, unit: '%', of: 'time' }),
    ],
  };
};

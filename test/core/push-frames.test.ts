import { expect, test } from '@jest/globals';
import { makePushFrames, pushBatches } from '#core/push-frames.ts';

/** Pushes of frames to the connections of `ann`. What was sent and forgotten is recorded. */
function recordedPushes({ gone = [], forget = async () => {} }: Setting = {}) {
  const sent: [readonly string[], readonly string[]][] = [];
  const forgotten: [string, readonly string[]][] = [];
  const reports: string[] = [];
  const pushFrames = makePushFrames<string>({
    sockets: {
      async send(connectionIds, frames) {
        sent.push([connectionIds, frames]);
        if (connectionIds.some((id) => id.startsWith('broken'))) throw new Error('no answer');
        return connectionIds.filter((id) => gone.includes(id));
      },
    },
    async forget(key, connectionIds) {
      forgotten.push([key, connectionIds]);
      await forget();
    },
    report: (fault) => void reports.push(fault),
  });
  return { pushFrames, sent, forgotten, reports };
}

interface Setting {
  readonly gone?: readonly string[];
  readonly forget?: () => Promise<void>;
}

test('frames are sent, and nothing is forgotten while all connections are there', async () => {
  const { pushFrames, sent, forgotten } = recordedPushes();
  await pushFrames('ann', ['w1', 'w2'], ['a', 'b']);
  expect(sent).toEqual([
    [
      ['w1', 'w2'],
      ['a', 'b'],
    ],
  ]);
  expect(forgotten).toEqual([]);
});

test('without a connection or without a frame nothing is sent', async () => {
  const { pushFrames, sent } = recordedPushes();
  await pushFrames('ann', [], ['a']);
  await pushFrames('ann', ['w1'], []);
  expect(sent).toEqual([]);
});

test('connections that are gone are forgotten; if that fails, it is reported', async () => {
  const forget = () => Promise.reject(new Error('throttled'));
  const { pushFrames, forgotten, reports } = recordedPushes({ gone: ['w2'], forget });
  await pushFrames('ann', ['w1', 'w2'], ['a']);
  expect(forgotten).toEqual([['ann', ['w2']]]);
  expect(reports).toEqual(['A connection that is gone could not be forgotten; the next frame to it will try again']);
});

test('several batches reach each connection in order, and those with the same frames together', async () => {
  const { pushFrames, sent } = recordedPushes();
  await pushBatches(pushFrames, 'ann', [
    { connectionIds: ['w1', 'w2'], frames: ['a'] },
    { connectionIds: ['w3'], frames: ['b'] },
    { connectionIds: ['w1', 'w2'], frames: ['c', 'd'] },
  ]);
  expect(sent).toEqual([
    [
      ['w1', 'w2'],
      ['a', 'c', 'd'],
    ],
    [['w3'], ['b']],
  ]);
});

test('if several pushes fail, the error says how many', async () => {
  const { pushFrames } = recordedPushes();
  const batches = [
    { connectionIds: ['broken 1'], frames: ['a'] },
    { connectionIds: ['broken 2'], frames: ['b'] },
    { connectionIds: ['w1'], frames: ['c'] },
  ];
  await expect(pushBatches(pushFrames, 'ann', batches)).rejects.toThrow('2 of 3 pushes failed');
});

test('a push that fails keeps no other from being sent, and fails all of them together', async () => {
  const { pushFrames, sent } = recordedPushes();
  const batches = [
    { connectionIds: ['broken'], frames: ['a'] },
    { connectionIds: ['broken', 'w1'], frames: ['b'] },
    { connectionIds: ['w2'], frames: ['c'] },
  ];
  await expect(pushBatches(pushFrames, 'ann', batches)).rejects.toThrow('no answer');
  expect(sent.map(([ids]) => ids)).toEqual([['broken'], ['w1'], ['w2']]);
});

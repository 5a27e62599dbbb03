import { expect, test } from '@jest/globals';
import { BackendError, isDefinite, laneOf, withoutRefused } from '#core/backend-calls.ts';

const faults = ['unknown', 'denied', 'refused', 'busy', 'unavailable'] as const;
const anError = (fault: (typeof faults)[number]) => new BackendError(fault, 'It did not work');

test('another attempt may help if a backend is busy or does not answer, and against no other fault of it', () => {
  expect(faults.filter((fault) => isDefinite(anError(fault)))).toEqual(['unknown', 'denied', 'refused']);
});

test('another attempt may help against any error that is not a fault of a backend', () => {
  expect(isDefinite(new Error('ECONNRESET'))).toBe(false);
});

test('results are passed over if the backend refuses what was asked, and no others', async () => {
  const work = [
    Promise.resolve('done'),
    ...[...faults.map(anError), new Error('ours')].map((error) => Promise.reject(error)),
  ];
  const left = withoutRefused(await Promise.allSettled(work));
  expect(left).toEqual([
    { status: 'fulfilled', value: 'done' },
    { status: 'rejected', reason: anError('busy') },
    { status: 'rejected', reason: anError('unavailable') },
    { status: 'rejected', reason: new Error('ours') },
  ]);
});

test('who asks until an instant asks in a lane as well', () => {
  expect([laneOf('urgent'), laneOf('job')]).toEqual(['urgent', 'job']);
  expect(laneOf({ lane: 'urgent', until: 7 })).toBe('urgent');
});

test('the fault of a backend is logged with its name and what has caused it', () => {
  const cause = new Error('ThrottlingException');
  expect(new BackendError('busy', 'Too many requests', cause)).toMatchObject({ name: 'BackendError', cause });
});

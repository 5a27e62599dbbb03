import { expect, test } from '@jest/globals';
import { beginMending, completeLook, type Look } from '#core/agent-reconciliations/reconciliation.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { demo } from './a-reconciled-centre.ts';

const first: Look = { lookId: 'first', startedAt: someDay };
const end = someDay + minutes(6);

/** The first look has begun to change Ann. */
function anUnfinishedLook() {
  const ann = { agentId: 'ann', kinds: ['status'] } as const;
  return beginMending(undefined, demo, first, { now: [ann], all: new Set(['ann']) });
}

/** A look that begins when the process of the first one has died. */
function aSecondLook(): Look {
  const { mending } = anUnfinishedLook();
  return { lookId: 'second', startedAt: someDay + minutes(5), ...(mending && { leftBehind: mending }) };
}

test('a look says since when it has gone on', () => {
  const begun = anUnfinishedLook();
  expect(begun.mending?.startedAt).toBe(someDay);
  const { events } = completeLook(begun, first, { looked: 1 }, end);
  expect(events).toMatchObject([{ startedAt: someDay, finishedAt: end }]);
});

test('a look that takes over what a process that died has begun says it with its beginning', () => {
  const { state, events } = completeLook(anUnfinishedLook(), aSecondLook(), { looked: 1 }, end);
  expect(state).toEqual(demo);
  expect(events).toMatchObject([{ startedAt: someDay, differed: 1, agentIds: ['ann'] }]);
});

test('a look that changes others as well says so with the beginning of what it has taken over', () => {
  const bob = { agentId: 'bob', kinds: ['teams'] } as const;
  const further = beginMending(anUnfinishedLook(), demo, aSecondLook(), { now: [bob], all: new Set(['bob']) });
  expect(further.mending).toMatchObject({ lookId: 'second', startedAt: someDay });
  const { events } = completeLook(further, aSecondLook(), { looked: 2 }, end);
  expect(events).toMatchObject([{ startedAt: someDay, differed: 2, agentIds: ['ann', 'bob'] }]);
});

test('a look does not complete what another one has begun after it', () => {
  const begun = anUnfinishedLook();
  const earlier: Look = { lookId: 'earlier', startedAt: someDay - minutes(1) };
  expect(completeLook(begun, earlier, { looked: 1 }, end)).toEqual({ state: begun, events: [] });
});

test('a look that has begun nothing, and that nobody asked for, says nothing', () => {
  expect(completeLook(undefined, first, { looked: 1 }, end)).toEqual({ state: undefined, events: [] });
});

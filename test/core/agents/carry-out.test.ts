import { describe, expect, test } from '@jest/globals';
import type { Backend } from '#core/agents/backend.ts';
import { carryOut } from '#core/agents/carry-out.ts';
import type { Timing } from '#core/agents/logout-order.ts';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { aShownContact, atWork } from './observations.ts';

const contacts = [
  aShownContact('call'),
  aShownContact('endless', { canBeStopped: false }),
  aShownContact('missed', { phase: 'missed' }),
];

/** Has a backend take Ann out, one of whose calls fails. */
async function takeOut(
  timing: Timing = 'immediate',
  fails: { call?: 'goOffline' | 'stopContact' | 'clearContact'; with?: Error } = {},
) {
  const { backend: working, calls } = makeOwningBackend({ clock: { now: () => someDay } });
  const reports: string[] = [];
  const failing: Partial<Backend> = fails.call ? { [fails.call]: () => Promise.reject(fails.with) } : {};
  const remarks = carryOut(
    { backend: { ...working, ...failing }, report: (message) => reports.push(message) },
    ann,
    atWork({ contacts }),
    { timing, asked: 'job' },
  );
  return { remarks: await remarks, calls, reports };
}
const aFault = (fault: BackendFault) => new BackendError(fault, 'No');

describe('a backend that takes an agent out', () => {
  test('is told each step once, and not those that were taken a moment ago', async () => {
    const { backend, calls } = makeOwningBackend({ clock: { now: () => someDay } });
    const taken = new Set<string>(['clear missed']);
    const again = () =>
      carryOut(
        { backend, report: () => undefined },
        ann,
        atWork({ contacts }),
        { timing: 'immediate', asked: 'job' },
        taken,
      );
    await again();
    await again();
    expect(calls).toEqual(['goOffline ann', 'stop call']);
  });

  test('ends contacts that it can end, and those that it cannot are named', async () => {
    const { remarks, calls } = await takeOut();
    expect(calls).toEqual(['clear missed', 'goOffline ann', 'stop call']);
    expect(remarks).toStrictEqual({ notStopped: ['endless'] });
    expect((await takeOut('afterContact')).remarks).toStrictEqual({});
  });

  test.each<[string, Error, readonly string[]]>([
    ['refuses', aFault('refused'), ['endless', 'call']],
    ['no longer knows', aFault('unknown'), ['endless', 'call']],
    ['has no time for', aFault('busy'), ['endless']],
    ['fails at', new Error('It broke'), ['endless']],
  ])(
    'names a contact that it %s, if that stays so, and the agent is out all the same',
    async (_, error, notStopped) => {
      const { remarks, calls, reports } = await takeOut('immediate', { call: 'stopContact', with: error });
      expect(calls).toContain('goOffline ann');
      expect([remarks, reports]).toStrictEqual([{ notStopped }, ['Contact call could not be ended']]);
    },
  );

  test('leaves a contact uncleared that it does not clear', async () => {
    const { remarks, calls, reports } = await takeOut('immediate', { call: 'clearContact', with: aFault('refused') });
    expect(calls).toEqual(['goOffline ann', 'stop call']);
    expect([remarks, reports]).toStrictEqual([{ notStopped: ['endless'] }, ['Contact missed could not be cleared']]);
  });

  test('goes on with the contacts if it no longer knows the agent, and not if it does not take the agent out', async () => {
    const { calls, reports } = await takeOut('immediate', { call: 'goOffline', with: aFault('unknown') });
    expect(calls).toEqual(['clear missed', 'stop call']);
    expect(reports).toHaveLength(1);
    for (const error of [aFault('refused'), aFault('unavailable'), new Error('It broke')])
      await expect(takeOut('immediate', { call: 'goOffline', with: error })).rejects.toBe(error);
  });
});

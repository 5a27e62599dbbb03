import { describe, expect, test } from '@jest/globals';
import { BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { aRuledCentre, hours } from './a-ruled-centre.ts';

const rule = { mode: 'on', hours: 4 } as const;

/** Ann has a call that rang for a minute before it was connected. */
async function onACall(longContact: object = {}, contact: object = {}) {
  const centre = await aRuledCentre({ longContact: { ...rule, ...longContact } });
  centre.has(ann, [{ phase: 'ringing' }]);
  await centre.pass(minutes(1));
  centre.has(ann, [{ connectedAt: centre.time.at, ...contact }]);
  await centre.pass(seconds(15));
  return centre;
}

describe('the rule about long contacts', () => {
  test('ends a contact that is connected for so long, not counting how long it rang, and says both', async () => {
    const centre = await onACall();
    await centre.pass(hours(4) - seconds(30));
    expect([centre.told(), centre.backendCalls()]).toEqual([[], []]);
    await centre.pass(minutes(1));
    expect(centre.ended).toEqual(['c1']);
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'stopped c1']);
    await centre.pass(hours(10));
    expect(centre.backendCalls()).toEqual(['stop c1']);
    expect(centre.told()).toHaveLength(2);
    // The agent stays.
    expect(centre.shown('ann')?.status).toBe('Available');
  });

  test('says once that a contact cannot be ended', async () => {
    const centre = await onACall({}, { canBeStopped: false });
    await centre.pass(hours(12));
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'not stopped c1: notStoppable']);
    expect(centre.backendCalls()).toEqual([]);
  });

  test.each(['refused', 'denied'] as const)('says once that a contact was not ended if that is %s', async (fault) => {
    const centre = await onACall();
    centre.backend.stopContact = async () => {
      centre.calls.push('stop c1');
      throw new BackendError(fault, 'No');
    };
    await centre.pass(hours(12));
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'not stopped c1: refused']);
    expect(centre.backendCalls()).toEqual(['stop c1']);
  });

  test('tries again as long as the backend does not answer', async () => {
    const centre = await onACall();
    const stop = centre.backend.stopContact;
    let faults = 2;
    centre.backend.stopContact = async (...call) => {
      faults -= 1;
      if (faults >= 0) throw new BackendError('unavailable', 'It does not answer');
      await stop(...call);
    };
    await centre.pass(hours(5));
    expect(centre.ended).toEqual(['c1']);
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'stopped c1']);
  });

  test('gives up a contact that goes on all the same, and says so', async () => {
    const centre = await onACall();
    centre.backend.stopContact = async () => void centre.calls.push('stop c1');
    await centre.pass(hours(8));
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'not stopped c1: goesOn']);
    expect(centre.backendCalls()).toEqual(Array.from({ length: 4 }, () => 'stop c1'));
  });

  test('counts a contact as ended if the agent is gone', async () => {
    const centre = await onACall();
    centre.backend.stopContact = async () => {
      centre.vanishes(ann);
    };
    await centre.pass(hours(5));
    expect(centre.told().slice(0, 3)).toEqual([
      'on of sales: Connected for 4 hours',
      'stopped c1',
      'out by ann: undefined',
    ]);
  });

  test('does not end again a contact that is shown once more after its end', async () => {
    const centre = await onACall();
    const shown = centre.shown('ann')?.contacts ?? [];
    await centre.pass(hours(4));
    expect(centre.ended).toEqual(['c1']);
    centre.has(ann, shown);
    await centre.pass(seconds(15));
    centre.has(ann, []);
    await centre.pass(hours(6));
    expect(centre.backendCalls()).toEqual(['stop c1']);
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'stopped c1']);
  });

  test('is about the channels of its list', async () => {
    const centre = await onACall({ channels: ['CHAT', 'TASK'] });
    await centre.pass(hours(9));
    expect(centre.told()).toEqual([]);
  });

  test('in a dry run says once for each contact what it would have done', async () => {
    const centre = await onACall({ mode: 'dryRun' });
    const chat = { contactId: 'c2', channel: 'CHAT', connectedAt: centre.time.at } as const;
    centre.has(ann, [...(centre.shown('ann')?.contacts ?? []), chat]);
    await centre.pass(hours(9));
    expect(centre.told()).toEqual(Array.from({ length: 2 }, () => 'dryRun of sales: Connected for 4 hours'));
    expect(centre.backendCalls()).toEqual([]);
  });

  test('still ends a contact of an agent who is to go offline after it', async () => {
    const centre = await onACall();
    await centre.logOut('afterContact');
    await centre.pass(hours(5));
    expect(centre.told()).toEqual(['on of sales: Connected for 4 hours', 'stopped c1']);
  });
});

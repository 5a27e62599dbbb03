import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import type { Switches } from '../../local/connect/switches.ts';
import { aDrivenCentre } from './driven-centre.ts';

const switches: readonly Partial<Switches>[] = [
  {},
  { userDataLag: 'twoSeconds' },
  { userDataLag: 'fifteenSeconds' },
  { userDataLag: 'oldOnceMore' },
  { availableWhilePending: 'stays' },
  { availableWhilePending: 'refuses' },
];

/** Ann is on a call, and her logout waits for its end or for five minutes. */
async function aWaitingAgent(chosen: Partial<Switches>, onDeadline: 'force' | 'giveUp') {
  const centre = await aDrivenCentre({ switches: chosen });
  const ann = centre.works();
  const call = centre.handles(ann);
  await centre.time.wait(minutes(1));
  await centre.logOut(ann, 'afterContact', { deadline: { minutes: 5, onDeadline } });
  const facts = () => centre.facts().filter((type) => !['AgentSignedIn', 'AgentStatusChanged'].includes(type));
  return { ...centre, ann, call, facts };
}

describe.each(switches)('when Amazon Connect answers with %j, a deadline', (chosen) => {
  test('ends the call, after a warning', async () => {
    const { ann, time, contactsOf, statusOf, facts, done } = await aWaitingAgent(chosen, 'force');
    await time.wait(minutes(5) - seconds(20));
    expect(contactsOf(ann)).toEqual(['CONNECTED']);
    await time.wait(minutes(6));
    expect([statusOf(ann), contactsOf(ann), done('StopContact')]).toEqual(['Offline', [], 1]);
    expect(facts()).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', 'AgentSignedOut']);
  });

  test('that gives up takes the next status away, or says that it could not', async () => {
    const { ann, call, time, contactsOf, contacts, statusOf, facts } = await aWaitingAgent(chosen, 'giveUp');
    await time.wait(minutes(12));
    expect(contactsOf(ann)).toEqual(['CONNECTED']);
    const isKept = ['stays', 'refuses'].includes(chosen.availableWhilePending ?? '');
    const told = isKept ? 'AgentLogoutNotCancelled' : 'AgentLogoutCancelled';
    expect(facts()).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', told]);
    contacts.end(call);
    contacts.clear(ann.id, call);
    await time.wait(minutes(12));
    expect(statusOf(ann)).toBe(isKept ? 'Offline' : 'Available');
    expect(facts().slice(3)).toEqual(isKept ? ['AgentSignedOut'] : []);
  });
});

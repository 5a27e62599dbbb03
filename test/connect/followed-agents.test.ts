import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { oneSwitchAtATime } from '../../local/connect/switches.ts';
import { aFollowedCentre } from './a-day-of-events.ts';

const inOrder = { switches: { eventDelivery: 'inOrder' } } as const;

describe('An agent of Amazon Connect, by agent events', () => {
  test.each([{}, ...oneSwitchAtATime()])('is known within seconds, with %j', async (switches) => {
    const centre = await aFollowedCentre({ switches });
    const ann = centre.works();
    await centre.pass(seconds(3));
    expect(await centre.differences()).toEqual([]);
    const call = centre.handles(ann);
    await centre.pass(seconds(3));
    expect(await centre.differences()).toEqual([]);
    centre.agents.chooseStatus(ann.id, 'Lunch');
    centre.contacts.end(call);
    centre.contacts.clear(ann.id, call);
    await centre.pass(seconds(3));
    expect(await centre.differences()).toEqual([]);
    centre.agents.logOut(ann.id);
    await centre.pass(seconds(3));
    expect(await centre.differences()).toEqual([]);
  });

  test('is not looked at for what an event shows', async () => {
    const centre = await aFollowedCentre(inOrder);
    centre.handles(centre.works());
    await centre.pass(seconds(3));
    expect(centre.done('GetCurrentUserData')).toBe(0);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentStatusChanged']);
  });

  test('is looked at after a LOGIN that shows nothing, and after the status Error', async () => {
    const centre = await aFollowedCentre({ switches: { ...inOrder.switches, signInSnapshots: 'null' } });
    const ann = centre.works();
    await centre.pass(seconds(3));
    expect(centre.done('GetCurrentUserData')).toBeGreaterThan(0);
    expect((await centre.getAgent(centre.keyOf(ann)))?.session?.status).toBe('Available');
  });

  test('who was away for a moment is known to be back, though the events come minutes later', async () => {
    const centre = await aFollowedCentre(inOrder);
    const ann = centre.works();
    await centre.pass(seconds(3));
    centre.events.agentEvents.holdNext(() => true, minutes(4));
    centre.agents.chooseStatus(ann.id, 'Offline');
    await centre.pass(minutes(1));
    centre.events.agentEvents.holdNext(() => true, minutes(5));
    centre.agents.chooseStatus(ann.id, 'Available');
    await centre.pass(minutes(7));
    expect(await centre.differences()).toEqual([]);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut', 'AgentSignedIn']);
  });

  test('who goes offline and comes back within a millisecond is there, though the first event comes again minutes later', async () => {
    const centre = await aFollowedCentre(inOrder);
    const ann = centre.works();
    await centre.pass(minutes(1));
    centre.agents.chooseStatus(ann.id, 'Offline');
    const again = [...centre.waiting];
    expect(again).toHaveLength(1);
    centre.agents.chooseStatus(ann.id, 'Available');
    await centre.pass(minutes(4));
    centre.waiting.push(...again);
    await centre.pass(minutes(1));
    await centre.lookAtEverybody(centre);
    expect(await centre.differences()).toEqual([]);
  });

  test.each(['known', 'lost', 'late'])(
    'who goes offline and comes back within a millisecond is there, if the second event is %s',
    async (second) => {
      const centre = await aFollowedCentre(inOrder);
      const ann = centre.works();
      await centre.pass(minutes(1));
      if (second === 'late') centre.events.agentEvents.holdNext(() => true, minutes(1));
      centre.agents.chooseStatus(ann.id, 'Offline');
      if (second === 'lost') centre.loseEvents(() => true);
      centre.agents.chooseStatus(ann.id, 'Available');
      await centre.pass(minutes(2));
      await centre.lookAtEverybody(centre);
      expect(await centre.differences()).toEqual([]);
    },
  );

  test('whose events are lost is mended by a look that somebody asks for, which says so', async () => {
    const centre = await aFollowedCentre(inOrder);
    const ann = centre.works();
    centre.works('bob');
    await centre.pass(minutes(1));
    centre.loseEvents(() => true);
    centre.agents.chooseStatus(ann.id, 'Break');
    await centre.pass(minutes(1));
    expect(await centre.differences()).toHaveLength(1);
    const asked = await centre.askForReconciliation(centre, 'admin');
    await centre.pass(seconds(10));
    expect(await centre.differences()).toEqual([]);
    const { reconciliationId } = asked ?? {};
    expect(centre.reconciled()).toMatchObject([
      { reconciliationId, looked: 2, differed: 1, mended: { status: 1 }, agentIds: [ann.id] },
    ]);
  });

  test('who has left gets heart beats for an hour, and is not there by them', async () => {
    const centre = await aFollowedCentre(inOrder);
    const ann = centre.works();
    await centre.pass(seconds(3));
    centre.agents.logOut(ann.id);
    await centre.pass(minutes(30), minutes(1));
    expect((await centre.getAgent(centre.keyOf(ann)))?.session).toBeUndefined();
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('who waits to be taken out is out by the event, without another look', async () => {
    const centre = await aFollowedCentre(inOrder);
    const ann = centre.works();
    const call = centre.handles(ann);
    await centre.pass(seconds(3));
    expect((await centre.logOut(ann))?.outcome).toBe('deferred');
    const looks = centre.done('GetCurrentUserData');
    centre.contacts.end(call);
    centre.contacts.clear(ann.id, call);
    await centre.pass(seconds(3));
    expect(centre.facts().at(-1)).toBe('AgentSignedOut');
    expect(centre.done('GetCurrentUserData')).toBe(looks);
  });
});

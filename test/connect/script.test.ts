import { PutUserStatusCommand } from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { runScript, type ScriptSettings } from '../../local/connect/script/run-script.ts';
import { aCentre, start } from './a-centre.ts';

const minute = 60_000;

async function aScriptedCentre(settings: ScriptSettings = {}) {
  const changes: string[] = [];
  const centre = await aCentre();
  centre.instance.observe({
    agentChanged: ({ type, userId, after: { state } }) =>
      changes.push(
        `${centre.time.now()} ${type} ${userId} ${state.status.name} ${state.slots.map((slot) => slot.state)}`,
      ),
    contactChanged: (type, { id }) => changes.push(`${centre.time.now()} ${type} ${id}`),
  });
  const script = runScript(centre, settings);
  return { ...centre, ...script, changes };
}

describe('Agents by a script', () => {
  test('forty of them are on calls, on chats and on breaks after a quarter of an hour', async () => {
    const { time, users, stateOf, changes } = await aScriptedCentre();
    await time.runUntil(start + 15 * minute);
    expect(users).toHaveLength(40);
    const states = users.map(stateOf);
    const count = (is: (state: (typeof states)[number]) => boolean) => states.filter(is).length;
    const on = (channel: string) =>
      count(({ slots }) => slots.some((slot) => slot.channel === channel && slot.state === 'CONNECTED'));
    expect(on('VOICE')).toBeGreaterThan(3);
    expect(on('CHAT')).toBeGreaterThan(3);
    expect(count(({ status }) => status.type === 'CUSTOM')).toBeGreaterThan(1);
    expect(count(({ status, slots }) => status.type === 'ROUTABLE' && slots.length === 0)).toBeGreaterThan(3);
    const all = changes.join('\n');
    for (const seen of ['MISSED', 'REJECTED', 'ENDED', 'CONNECTED_ONHOLD', 'COMPLETED']) expect(all).toContain(seen);
  });

  test('do the same for the same seed, and something else for another', async () => {
    const runs: string[][] = [];
    for (const seed of [1, 1, 2]) {
      const { time, changes } = await aScriptedCentre({ seed });
      await time.runUntil(start + 5 * minute);
      runs.push(changes);
    }
    expect(runs[0]?.length).toBeGreaterThan(300);
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  test('nobody has more contacts than the routing profile allows', async () => {
    const { time, users, stateOf } = await aScriptedCentre({ agents: 5 });
    for (let at = start; at < start + 60 * minute; at += 10_000) {
      await time.runUntil(at);
      for (const user of users) {
        const { slots } = stateOf(user);
        const channels = new Set(slots.map(({ channel }) => channel));
        expect(channels.size).toBeLessThanOrEqual(1);
        expect(slots.length).toBeLessThanOrEqual({ VOICE: 1, CHAT: 3, TASK: 5, EMAIL: 0 }[slots[0]?.channel ?? 'TASK']);
      }
    }
  });

  test('yours is left alone: whoever is put Offline stays there, after the contact', async () => {
    const { time, users, stateOf, client, InstanceId, statusId } = await aScriptedCentre({ yours: 'you' });
    await time.runUntil(start + 10 * minute);
    const [you] = users;
    if (you === undefined) throw new Error('Nobody is there');
    expect(you.username).toBe('you');
    expect(stateOf(you).status.name).toBe('Available');
    const put = { InstanceId, UserId: you.id, AgentStatusId: statusId('Offline') };
    await client.send(new PutUserStatusCommand(put));
    await time.runUntil(start + 60 * minute);
    expect(stateOf(you)).toMatchObject({ status: { name: 'Offline' }, slots: [] });
  });

  test('what somebody else has put into a queue finds an agent, too', async () => {
    const { time, contacts, instance, queueId } = await aScriptedCentre({ agents: 10 });
    await time.runUntil(start + minute);
    const first = contacts.begin({ channel: 'TASK', queueId });
    const leg = contacts.transfer(first.id, queueId);
    await time.runUntil(start + 2 * minute);
    expect(instance.contact(leg.id).userId).toBeDefined();
  });

  test('a script that was stopped moves nobody any more', async () => {
    const { time, changes, stop } = await aScriptedCentre();
    await time.runUntil(start + 5 * minute);
    stop();
    // What rings is missed, and after-contact work ends by its timeout.
    await time.runUntil(start + 10 * minute);
    const before = changes.length;
    await time.runUntil(start + 60 * minute);
    expect(changes.length).toBe(before);
  });
});

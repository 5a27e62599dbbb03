import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../local/connect/faults.ts';
import { oneSwitchAtATime } from '../../local/connect/switches.ts';
import { aFollowedCentre, disconnect, idle } from './followed-centre.ts';

describe('a chat of Amazon Connect whose timers are Lastcall’s', () => {
  test('is streamed from when its timers are set, and once however often they are', async () => {
    const centre = await aFollowedCentre();
    const { id, outcome } = await centre.begins(idle('CUSTOMER', 2));
    expect(outcome).toMatchObject({ type: 'done', chat: { stored: { CUSTOMER: { IDLE: 2 } } } });
    await centre.configureTimers({ instanceId: centre.instanceId, contactId: id }, [idle('CUSTOMER', 3)]);
    expect(centre.done('StartContactStreaming')).toBe(1);
    expect(centre.done('UpdateParticipantRoleConfig')).toBe(0);
    expect(Object.values(centre.instance.contact(id).streams)).toEqual(['arn:aws:sns:eu-central-1:111122223333:chats']);
    expect(centre.told()).toEqual(['started', 'joined customer', 'configured', 'configured']);
  });

  test('has a customer who falls silent, becomes idle and returns', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 2));
    await centre.after({ minutes: 10 });
    centre.takes(id);
    await centre.after({ seconds: 119 });
    expect(centre.told().slice(3)).toEqual([expect.stringMatching(/^joined a/)]);
    await centre.after({ seconds: 1 });
    expect(centre.told().slice(4)).toEqual(['idle customer 2']);
    centre.messages.say(id, 'CUSTOMER', 'I am back');
    await centre.after({ seconds: 1 });
    expect(centre.told().slice(5)).toEqual(['returned customer']);
  });

  test('goes on while the customer writes, whatever the customer types', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 2));
    centre.takes(id);
    await centre.after({ seconds: 90 });
    centre.messages.say(id, 'CUSTOMER', 'Hello');
    await centre.after({ seconds: 90 });
    centre.messages.tellEvent(id, 'CUSTOMER', 'typing');
    await centre.after({ seconds: 29 });
    expect(centre.told()).not.toContain('idle customer 2');
    await centre.after({ seconds: 1 });
    expect(centre.told()).toContain('idle customer 2');
  });

  test('is ended in Amazon Connect, once, when the customer’s auto-disconnect is due', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 2), disconnect('CUSTOMER', 3));
    centre.takes(id);
    await centre.after({ minutes: 5, seconds: 4 });
    expect(centre.done('StopContact')).toBe(0);
    await centre.after({ seconds: 2 });
    expect(centre.instance.contact(id).disconnectedAt).toBeDefined();
    await centre.after({ minutes: 30 });
    expect(centre.done('StopContact')).toBe(1);
    expect(centre.told().slice(4)).toEqual([
      'idle customer 2',
      expect.stringMatching(/^disconnected a.* by CUSTOMER to nothing$/),
      'ended ended',
    ]);
  });

  test.each<Fault>([
    { type: 'error', name: 'InternalServiceException' },
    { type: 'error', name: 'ThrottlingException' },
    { type: 'error', name: 'AccessDeniedException' },
    { type: 'html' },
    { type: 'lostAnswer' },
  ])('is ended once, by a repeat, if Amazon Connect has answered with %j', async (fault) => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(disconnect('CUSTOMER', 2));
    centre.takes(id);
    centre.standIn.faults.next('StopContact', fault);
    await centre.after({ minutes: 10 });
    expect(centre.instance.contact(id).disconnectedAt).toBeDefined();
    expect(centre.told().filter((each) => each.startsWith('ended'))).toEqual(['ended ended']);
    const calls = centre.standIn.calls.filter(({ operation }) => operation === 'StopContact').length;
    // What has ended already tells the next item, and is asked for no more.
    expect(calls).toBe(fault.type === 'lostAnswer' ? 1 : 2);
    expect((await centre.chat(id))?.followed?.owesEnd).toBeUndefined();
  });

  test('only tells when the agent’s auto-disconnect is due, once for each agent', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('AGENT', 2), disconnect('AGENT', 2));
    centre.takes(id);
    await centre.after({ minutes: 20 });
    expect(centre.told().slice(4)).toEqual([expect.stringMatching(/^idle a/), 'skipped by AGENT']);
    const second = centre.contacts.transfer(id, centre.queueId);
    centre.takes(second.id, centre.bob);
    await centre.after({ minutes: 20 });
    expect(centre.told().filter((each) => each === 'skipped by AGENT')).toHaveLength(2);
    expect(centre.done('StopContact')).toBe(0);
  });

  test('is ended for a silent agent if the deployment says so, by the id it has since the transfer', async () => {
    const centre = await aFollowedCentre({ silentAgent: 'end' });
    const { id } = await centre.begins(disconnect('AGENT', 2));
    centre.takes(id);
    await centre.after({ minutes: 1 });
    const second = centre.contacts.transfer(id, centre.queueId);
    await centre.after({ minutes: 10 });
    expect(centre.done('StopContact')).toBe(0);
    centre.takes(second.id, centre.bob);
    await centre.after({ minutes: 3 });
    expect(centre.instance.contact(second.id).disconnectedAt).toBeDefined();
    expect(centre.standIn.calls.filter(({ operation }) => operation === 'StopContact')).toMatchObject([
      { input: { ContactId: second.id } },
    ]);
  });

  test('ends here when it ends there', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(disconnect('CUSTOMER', 2));
    centre.takes(id);
    centre.contacts.end(id);
    await centre.after({ minutes: 30 });
    expect(centre.told().at(-1)).toBe('ended ended');
    expect(centre.done('StopContact')).toBe(0);
  });

  test('is ended there when it is ended here', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 2));
    await centre.endChat({ instanceId: centre.instanceId, contactId: id });
    await centre.after({ seconds: 5 });
    expect(centre.instance.contact(id).disconnectedAt).toBeDefined();
    expect(centre.done('StopContact')).toBe(1);
  });

  test('ends when a customer whose client sends receipts has received nothing for too long', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 60));
    centre.takes(id);
    centre.messages.say(id, 'AGENT', 'Good morning');
    centre.messages.tellEvent(id, 'CUSTOMER', 'message.delivered');
    await centre.after({ minutes: 20 });
    expect(centre.done('StopContact')).toBe(0);
    centre.messages.say(id, 'AGENT', 'Are you there?');
    await centre.after({ minutes: 8 });
    expect(centre.told().at(-1)).toBe('ended customerGone');
    expect(centre.done('StopContact')).toBe(1);
  });

  test('does not end for a customer whose client sends no receipts', async () => {
    const centre = await aFollowedCentre();
    const { id } = await centre.begins(idle('CUSTOMER', 60));
    centre.takes(id);
    centre.messages.say(id, 'AGENT', 'Are you there?');
    await centre.after({ minutes: 50 });
    expect(centre.done('StopContact')).toBe(0);
  });
});

test.each([{ eventDelivery: 'shuffledAndDoubled' } as const, ...oneSwitchAtATime()])(
  'whatever the answer to %j is, who writes is not idle, and who does not is cut off once',
  async (switches) => {
    const eventFaults = { lateMillis: 2000, doubled: 0.5 };
    const centre = await aFollowedCentre({ switches, eventFaults, seed: 7 });
    const { id } = await centre.begins(idle('CUSTOMER', 2), disconnect('CUSTOMER', 2));
    centre.takes(id);
    for (let written = 0; written < 20; written += 1) {
      await centre.after({ seconds: 100 });
      centre.messages.say(id, written % 3 === 0 ? 'AGENT' : 'CUSTOMER', 'Hello');
      if (written % 3 === 0) centre.messages.say(id, 'CUSTOMER', 'Hello');
    }
    expect(centre.told().filter((each) => each.startsWith('idle'))).toEqual([]);
    await centre.after({ minutes: 10 });
    expect(centre.told().slice(4)).toEqual([
      'idle customer 2',
      expect.stringMatching(/^disconnected a.* by CUSTOMER to nothing$/),
      'ended ended',
    ]);
    expect(centre.instance.contact(id).disconnectedAt).toBeDefined();
    expect(centre.done('StopContact')).toBe(1);
  },
);

describe('timers of a contact that cannot be followed', () => {
  test('are Amazon Connect’s if two others stream the chat already, and that is reported', async () => {
    const centre = await aFollowedCentre();
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    const contact = centre.instance.contact(id);
    centre.instance.saveContact({ ...contact, streams: { one: 'arn:1', two: 'arn:2' } });
    const changes = [idle('CUSTOMER', 2)];
    const key = { instanceId: centre.instanceId, contactId: id };
    expect(await centre.configureTimers(key, changes)).toEqual({ type: 'passedOn', changes });
    expect(centre.instance.contact(id).timers).toEqual({ 'CUSTOMER IDLE': 2 });
    expect(centre.reports).toHaveLength(1);
    expect(await centre.chat(id)).toBeUndefined();
  });

  test.each(['VOICE', 'TASK'] as const)('are not taken for a %s', async (channel) => {
    const centre = await aFollowedCentre();
    const { id } = centre.contacts.begin({ channel, queueId: centre.queueId });
    const key = { instanceId: centre.instanceId, contactId: id };
    expect(await centre.configureTimers(key, [idle('CUSTOMER', 2)])).toEqual({ type: 'notTaken' });
    expect(await centre.chat(id)).toBeUndefined();
  });

  test('are not taken for a chat that has ended, nor for one that is not there', async () => {
    const centre = await aFollowedCentre();
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    centre.contacts.end(id);
    const set = (contactId: string) =>
      centre.configureTimers({ instanceId: centre.instanceId, contactId }, [idle('CUSTOMER', 2)]);
    expect(await set(id)).toEqual({ type: 'notTaken' });
    expect(await set('c0ffee00-0000-4000-8000-000000000001')).toEqual({ type: 'unknownChat' });
  });

  test('begin where they stood when the setting of timers is repeated after a lost answer', async () => {
    const centre = await aFollowedCentre();
    centre.standIn.faults.next('StartContactStreaming', { type: 'lostAnswer' });
    const { id } = centre.contacts.begin({ channel: 'CHAT', queueId: centre.queueId });
    const key = { instanceId: centre.instanceId, contactId: id };
    await expect(centre.configureTimers(key, [idle('CUSTOMER', 2)])).rejects.toThrow();
    expect(await centre.configureTimers(key, [idle('CUSTOMER', 2)])).toMatchObject({ type: 'done' });
    expect(Object.keys(centre.instance.contact(id).streams)).toHaveLength(1);
  });
});

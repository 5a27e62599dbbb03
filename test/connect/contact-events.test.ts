import { describe, expect, test } from '@jest/globals';
import type { ContactEvent } from '../../local/connect/events/contact-event.ts';
import type { StandInSettings } from '../../local/connect/stand-in.ts';
import { aCentre, anAgent, start } from './a-centre.ts';

/** A centre with the contact events that have arrived, in order unless the settings say otherwise. */
async function aWatchedCentre(settings: Partial<StandInSettings> = {}) {
  const events: ContactEvent[] = [];
  const centre = await aCentre(
    { switches: { eventDelivery: 'inOrder' }, onContactEvent: (event) => events.push(event), ...settings },
    { groups: [{ id: 'g1', name: 'Night' }] },
  );
  return { ...centre, received: events };
}

const types = (events: readonly ContactEvent[]) => events.map(({ detail }) => detail.eventType);

describe('Contact events', () => {
  test('tell the life of a chat', async () => {
    const centre = await aWatchedCentre();
    const { contacts, time, received, instance, queueId, InstanceId } = centre;
    const ann = anAgent(centre, 'ann', { hierarchyGroupId: 'g1' });
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    await time.runUntil(start + 2000);
    contacts.offer(id, ann.id);
    contacts.accept(id);
    expect(received.at(-1)).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Amazon Connect Contact Event',
      source: 'aws.connect',
      account: '111122223333',
      time: '2026-11-26T08:00:02Z',
      region: 'eu-central-1',
      resources: [instance.arns.instance, instance.arns.of('contact', id)],
      detail: {
        eventType: 'CONNECTED_TO_AGENT',
        contactId: id,
        channel: 'CHAT',
        instanceArn: instance.arns.instance,
        initiationMethod: 'API',
        initiationTimestamp: '2026-11-26T08:00:00.000Z',
        connectedToSystemTimestamp: '2026-11-26T08:00:00.000Z',
        queueInfo: {
          queueArn: instance.arns.of('queue', queueId),
          enqueueTimestamp: '2026-11-26T08:00:00.000Z',
          queueType: 'STANDARD',
        },
        agentInfo: {
          agentArn: instance.arns.of('agent', ann.id),
          connectedToAgentTimestamp: '2026-11-26T08:00:02.000Z',
          hierarchyGroups: { level1: { arn: instance.arns.of('agent-group', 'g1') } },
        },
        tags: { 'aws:connect:instanceId': InstanceId },
      },
    });
    contacts.end(id, 'CUSTOMER_DISCONNECT');
    await time.runUntil(start + 9000);
    contacts.clear(ann.id, id);
    expect(types(received)).toEqual([
      'INITIATED',
      'CONNECTED_TO_SYSTEM',
      'QUEUED',
      'CONNECTED_TO_AGENT',
      'DISCONNECTED',
      'COMPLETED',
    ]);
    expect(received[0]?.detail).not.toHaveProperty('initialContactId');
    expect(received.at(-1)?.detail).toMatchObject({
      disconnectReason: 'CUSTOMER_DISCONNECT',
      agentInfo: {
        afterContactWorkStartTimestamp: '2026-11-26T08:00:02.000Z',
        afterContactWorkEndTimestamp: '2026-11-26T08:00:09.000Z',
        afterContactWorkDuration: 7,
      },
    });
  });

  test('an offer that is missed or rejected raises none', async () => {
    const centre = await aWatchedCentre();
    const { contacts, received, queueId } = centre;
    const ann = anAgent(centre);
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    received.splice(0);
    for (const end of [contacts.miss, contacts.reject]) {
      contacts.offer(id, ann.id);
      end.call(contacts, id);
    }
    expect(received).toEqual([]);
  });

  test('a chat that was cleared by going Offline is never completed, a call is', async () => {
    const centre = await aWatchedCentre();
    const { contacts, received, agents } = centre;
    for (const [channel, completed] of [
      ['CHAT', 0],
      ['VOICE', 1],
    ] as const) {
      const user = anAgent(centre, channel);
      const { id } = contacts.begin({ channel });
      contacts.offer(id, user.id);
      contacts.accept(id);
      contacts.end(id);
      agents.chooseStatus(user.id, 'Offline');
      const events = received.splice(0).filter(({ detail }) => detail.contactId === id);
      expect(types(events).filter((type) => type === 'COMPLETED')).toHaveLength(completed);
    }
  });

  test('a transfer and a disconnect flow make new legs, and a persistent chat a related one', async () => {
    const centre = await aWatchedCentre();
    const { contacts, received, queueId } = centre;
    const first = contacts.begin({ channel: 'CHAT', queueId });
    const second = contacts.transfer(first.id, queueId);
    const third = contacts.transfer(second.id, queueId, 'DISCONNECT');
    contacts.begin({ channel: 'CHAT', relatedContactId: third.id });
    const begun = received.filter(({ detail }) => detail.eventType === 'INITIATED').map(({ detail }) => detail);
    expect(begun).toMatchObject([
      {},
      { initiationMethod: 'TRANSFER', initialContactId: first.id, previousContactId: first.id },
      { initiationMethod: 'DISCONNECT', initialContactId: first.id, previousContactId: second.id },
      { relatedContactId: third.id },
    ]);
    expect(begun[3]).not.toHaveProperty('initialContactId');
  });

  test('outbound calls have no queue, and inbound ones no time of the connection to the system', async () => {
    const centre = await aWatchedCentre();
    const { contacts, received, queueId } = centre;
    const ann = anAgent(centre);
    const call = contacts.begin({ channel: 'VOICE', initiationMethod: 'OUTBOUND', queueId });
    contacts.offer(call.id, ann.id);
    contacts.accept(call.id);
    expect(received.at(-1)?.detail).toMatchObject({ initiationMethod: 'OUTBOUND', agentInfo: {} });
    expect(received.at(-1)?.detail).not.toHaveProperty('queueInfo');
    contacts.begin({ channel: 'VOICE', queueId });
    expect(received.at(-1)?.detail).not.toHaveProperty('connectedToSystemTimestamp');
    expect(received.at(-1)?.detail).toHaveProperty('queueInfo');
  });

  test('changed attributes of a contact that rings have times of 1970; paused tasks have events of their own', async () => {
    const centre = await aWatchedCentre();
    const { contacts, received } = centre;
    const ann = anAgent(centre);
    const { id } = contacts.begin({ channel: 'TASK' });
    contacts.offer(id, ann.id);
    contacts.changeAttributes(id);
    expect(received.at(-1)?.detail).toMatchObject({
      eventType: 'CONTACT_DATA_UPDATED',
      updatedProperties: ['UserDefinedAttributes'],
      agentInfo: { connectedToAgentTimestamp: '1970-01-01T00:00:00.001Z' },
    });
    contacts.accept(id);
    contacts.setState(id, 'PAUSED');
    contacts.setState(id, 'CONNECTED');
    expect(types(received).slice(-2)).toEqual(['PAUSED', 'RESUMED']);
  });

  test('may be written in Pascal case, with channels and ARNs as in samples of AWS', async () => {
    const centre = await aWatchedCentre({ switches: { eventDelivery: 'inOrder', contactEventCase: 'PascalCase' } });
    const { contacts, received, queueId } = centre;
    contacts.begin({ channel: 'VOICE', queueId });
    expect(received.at(-1)?.detail).toMatchObject({
      EventType: 'QUEUED',
      Channel: 'Voice',
      InstanceArn: expect.stringMatching(/^arn:aws::connect:/),
      QueueInfo: { QueueArn: expect.stringMatching(/^arn:aws::connect:/), QueueType: 'STANDARD' },
      Tags: { 'aws:connect:instanceId': centre.InstanceId },
    });
    expect(received.at(-1)?.resources.map((arn) => arn.includes('/contact/'))).toEqual([true, false]);
  });

  test('arrive out of order and twice with the same id, or never', async () => {
    const centre = await aWatchedCentre({
      switches: {},
      eventFaults: { lateMillis: 1000, doubled: 0.2, lost: 0.1 },
    });
    const { contacts, time, received, queueId } = centre;
    for (let begun = 0; begun < 100; begun++) contacts.begin({ channel: 'CHAT', queueId });
    await time.runUntil(start + 1000);
    const ids = new Set(received.map(({ id }) => id));
    expect(ids.size).toBeGreaterThan(240);
    expect(ids.size).toBeLessThan(300);
    expect(received.length).toBeGreaterThan(ids.size);
    expect(types(received)).not.toEqual(
      Array.from({ length: 100 }, () => ['INITIATED', 'CONNECTED_TO_SYSTEM', 'QUEUED']).flat(),
    );
  });

  test('a failed outbound call puts an agent in a custom status back to Available', async () => {
    const centre = await aWatchedCentre();
    const ann = anAgent(centre);
    centre.agents.chooseStatus(ann.id, 'Break');
    const call = centre.contacts.dialOut(ann.id);
    expect(centre.stateOf(ann)).toMatchObject({ status: { name: 'Break' }, slots: [{ state: 'CONNECTING' }] });
    centre.contacts.failToDial(call.id);
    expect(centre.stateOf(ann)).toMatchObject({ status: { name: 'Available' }, slots: [] });
  });
});

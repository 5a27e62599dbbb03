import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { parseContactEvent } from '../../functions/backends/amazon-connect/contact-event.ts';
import type { ContactEvent } from '../../local/connect/events/contact-event.ts';
import type { StandInSettings } from '../../local/connect/stand-in.ts';
import { aDrivenCentre } from './driven-centre.ts';

/** A driven centre with the contact events that have arrived. */
async function aCentreWithContacts(switches: StandInSettings['switches'] = {}) {
  const events: ContactEvent[] = [];
  const centre = await aDrivenCentre({
    switches: { eventDelivery: 'inOrder', ...switches },
    onContactEvent: (event) => events.push(event),
  });
  const ann = centre.works();
  await centre.reconcile(centre.instanceId);
  return {
    ...centre,
    ann,
    events,
    async follow(received: readonly ContactEvent[] = events.splice(0)) {
      for (const event of received) {
        const parsed = parseContactEvent(event);
        if (!parsed) continue;
        const { instanceId, userId, ...contact } = parsed;
        await centre.followContact({ key: { instanceId, agentId: userId }, ...contact });
      }
    },
    contacts: async () => (await centre.getAgent(centre.keyOf(ann)))?.session?.contacts.map((each) => each.contactId),
    end: (contactId: string) => centre.contacts.end(contactId),
    clear: (contactId: string) => centre.contacts.clear(ann.id, contactId),
  };
}

describe('A contact of an agent of Amazon Connect, by contact events', () => {
  test.each(['camelCase', 'PascalCase'] as const)('begins and ends, in %s', async (contactEventCase) => {
    const centre = await aCentreWithContacts({ contactEventCase });
    await centre.time.runUntil(centre.time.now() + seconds(1));
    const chat = centre.handles(centre.ann, 'CHAT');
    await centre.follow();
    expect(await centre.contacts()).toEqual([chat]);
    centre.end(chat);
    centre.clear(chat);
    await centre.follow();
    expect(await centre.contacts()).toEqual([]);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentStatusChanged', 'AgentStatusChanged']);
  });

  test('that ended late ends no other, and one that is told after its end does not begin', async () => {
    const centre = await aCentreWithContacts();
    await centre.time.runUntil(centre.time.now() + seconds(1));
    const first = centre.handles(centre.ann);
    const begun = centre.events.splice(0);
    centre.end(first);
    centre.clear(first);
    const ended = centre.events.splice(0);
    const second = centre.handles(centre.ann);
    await centre.follow();
    await centre.follow(ended);
    await centre.follow(begun);
    expect(await centre.contacts()).toEqual([second]);
  });

  test('that began before the agent was looked at changes nothing', async () => {
    const centre = await aCentreWithContacts();
    await centre.time.runUntil(centre.time.now() + seconds(1));
    const call = centre.handles(centre.ann);
    const begun = centre.events.splice(0);
    await centre.time.runUntil(centre.time.now() + seconds(1));
    await centre.reconcile(centre.instanceId);
    centre.end(call);
    centre.clear(call);
    await centre.time.runUntil(centre.time.now() + seconds(1));
    await centre.reconcile(centre.instanceId);
    await centre.follow(begun);
    expect(await centre.contacts()).toEqual([]);
  });

  test('whose end a forced logout waits for has the agent looked at, and nobody is out before Amazon Connect shows it', async () => {
    const centre = await aCentreWithContacts();
    await centre.time.runUntil(centre.time.now() + seconds(1));
    const call = centre.handles(centre.ann);
    await centre.follow();
    expect((await centre.logOut(centre.ann))?.outcome).toBe('deferred');
    centre.end(call);
    await centre.follow();
    expect((await centre.getAgent(centre.keyOf(centre.ann)))?.session?.pendingLogout).toBeDefined();
    centre.clear(call);
    await centre.time.runUntil(centre.time.now() + minutes(1));
    expect((await centre.getAgent(centre.keyOf(centre.ann)))?.session).toBeUndefined();
    expect(centre.facts().at(-1)).toBe('AgentSignedOut');
  });
});

test.each([
  ['of another type', { eventType: 'QUEUED' }],
  ['without an agent', { agentInfo: undefined }],
])('a contact event %s says nothing', (_, more) => {
  expect(
    parseContactEvent({ id: 'e1', detail: { eventType: 'DISCONNECTED', contactId: 'c1', ...more } }),
  ).toBeUndefined();
});

test.each([[null], [{}], [{ id: 'e1', detail: { eventType: 'DISCONNECTED', agentInfo: { agentArn: 'i/agent/a' } } }]])(
  'what is no contact event, %j, is an error',
  (event) => {
    expect(() => parseContactEvent(event)).toThrow();
  },
);

test('a contact event that ends a contact without saying when ends it at the instant of the event', () => {
  const agentArn = 'arn:aws:connect:eu-central-1:111122223333:instance/i/agent/ann';
  const detail = { eventType: 'DISCONNECTED', contactId: 'c1', instanceArn: 'i', agentInfo: { agentArn } };
  const event = { id: 'e1', time: '2026-11-26T09:50:21Z', detail };
  expect(parseContactEvent(event)).toMatchObject({ type: 'ended', at: Date.UTC(2026, 10, 26, 9, 50, 21) });
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VirtualTime } from '#test/simulation/virtual-time.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import type { KinesisRecord } from '../../local/connect/events/event-source.ts';
import { ConnectStandIn } from '../../local/connect/stand-in.ts';
import { isLive } from '../../local/connect/state/agent-state.ts';
import { start } from './a-centre.ts';

const statusNames = ['Available', 'Offline', 'Break', 'Lunch'];

/** What may happen to an agent, and to the contact that is meant by a number. */
const step = fc.oneof(
  fc.record({ do: fc.constant('status' as const), name: fc.constantFrom(...statusNames) }),
  fc.record({ do: fc.constant('offer' as const), channel: fc.constantFrom('CHAT' as const, 'TASK' as const) }),
  fc.record({ do: fc.constantFrom('accept', 'miss', 'reject', 'end', 'clear' as const), contact: fc.nat(5) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 60 }) }),
);

describe('Whatever happens to an agent', () => {
  test('a next status waits for a contact, nobody is left with neither, and events tell the whole of it', async () => {
    const any = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const time = new VirtualTime(start);
      const records: KinesisRecord[] = [];
      const standIn = new ConnectStandIn({
        time,
        switches: { eventDelivery: 'inOrder' },
        onAgentEvent: (record) => records.push(record),
      });
      const { instance, agents, contacts, addUser } = standIn.addInstance({ agentEventStream: 'arn:stream' });
      const { id } = addUser({ username: 'ann', afterContactWorkSeconds: 20 });
      agents.signIn(id, 'Available');
      const begun: string[] = [];
      for (const one of steps) {
        const state = instance.stateOf(id);
        if (one.do === 'status') agents.chooseStatus(id, one.name);
        else if (one.do === 'wait') await time.runUntil(time.now() + one.seconds * 1000);
        else if (one.do === 'offer') {
          const contact = contacts.begin({ channel: one.channel });
          begun.push(contact.id);
          contacts.offer(contact.id, id);
        } else {
          const slot = state.slots.find(({ contactId }) => contactId === begun[one.contact]);
          const rings = slot?.state === 'CONNECTING';
          if (slot && one.do === 'clear' && !isLive(slot)) contacts.clear(id, slot.contactId);
          else if (slot && one.do === 'end') contacts.end(slot.contactId);
          else if (slot && rings && one.do !== 'clear' && one.do !== 'end') contacts[one.do](slot.contactId);
        }
        const { next, slots, status } = instance.stateOf(id);
        if (next) {
          expect(slots).not.toEqual([]);
          expect(next.status.type).not.toBe('ROUTABLE');
        }
        const last = JSON.parse(Buffer.from(records.at(-1)?.kinesis.data ?? '', 'base64').toString());
        expect(last.CurrentAgentSnapshot).toMatchObject({
          AgentStatus: { Name: status.name },
          NextAgentStatus: next ? { Name: next.status.name } : null,
        });
        expect(
          last.CurrentAgentSnapshot.Contacts.map(({ ContactId, State }: Record<string, string>) => [ContactId, State]),
        ).toEqual(slots.map(({ contactId, state }) => [contactId, state]));
      }
      // With nobody at work, every contact but those that are connected or missed goes by itself.
      await time.runUntil(time.now() + 60_000);
      for (const { state } of instance.stateOf(id).slots) expect(['CONNECTED', 'MISSED', 'REJECTED']).toContain(state);
    });
    await fc.assert(any, { numRuns: randomRuns(500) });
  });
});

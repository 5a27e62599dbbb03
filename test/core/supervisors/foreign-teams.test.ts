import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Subject } from '#core/supervisors/change.ts';
import { anAgent } from '#test/support/agents.ts';
import { aChat, aParticipant } from '#test/support/chats.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { aConsole, allTeams as all, leadOf, type Shown } from './a-console.ts';

const teams = ['1', '2', '3'] as const;
const agentIds = ['a', 'b', 'c', 'd'] as const;
const contactIds = ['x', 'y'] as const;
const leads = ['lead of 1', 'lead of 2', 'lead of 1,2'];

const someOf = <Item>(items: readonly Item[]) => fc.subarray([...items]);
const anySubject = fc.oneof(
  fc.record({ of: fc.constant('agent' as const), agentId: fc.constantFrom(...agentIds) }),
  fc.record({
    of: fc.constant('chat' as const),
    contactId: fc.constantFrom(...contactIds),
    agentIds: someOf(agentIds),
  }),
  fc.record({
    of: fc.constant('job' as const),
    jobId: fc.constant(7),
    requestedBy: fc.constantFrom('console', ...leads),
  }),
);
const anyCentre = fc.record({
  teamsOf: fc.record(Object.fromEntries(agentIds.map((id) => [id, someOf(teams)]))),
  inChats: fc.record(Object.fromEntries(contactIds.map((id) => [id, someOf(agentIds)]))),
  subjects: fc.array(anySubject, { minLength: 1, maxLength: 12 }),
});

test('a page of some teams is never shown anything of others, neither at once nor when it comes back, and all of its own', async () => {
  await fc.assert(
    fc.asyncProperty(anyCentre, async ({ teamsOf, inChats, subjects }) => {
      const agents = agentIds.map((agentId) => anAgent({ agentId, teamIds: teamsOf[agentId] ?? [] }));
      const chats = contactIds.map((contactId) => {
        const present = (inChats[contactId] ?? []).map((agentId) =>
          aParticipant({ participantId: agentId, role: 'AGENT', agentId, displayName: `name of ${agentId}` }),
        );
        return aChat({ contactId, participants: [aParticipant(), ...present] });
      });
      const centre = await aConsole({ agents, chats });
      const viewers = [
        [leadOf('1'), ['1']],
        [leadOf('2'), ['2']],
        [leadOf('1', '2'), ['1', '2']],
      ] as const;
      for (const [caller] of viewers) await centre.open(caller, caller.callerId);
      await centre.open({ ...all, instanceId: 'other' }, 'elsewhere');
      const events = subjects.map((subject: Subject) => {
        const agentIds = subject.of === 'chat' ? { agentIds: subject.agentIds } : {};
        return centre.anEvent(subject, { detail: { instanceId: 'demo', ...agentIds } });
      });
      for (const event of events) await centre.pushChange(event, 'one');
      for (const [caller] of viewers) await centre.open(caller, `${caller.callerId} again`, String(centre.time.at));

      const isOwn = (agentId: string, own: readonly string[]) =>
        (teamsOf[agentId] ?? []).some((id) => own.includes(id));
      for (const [{ callerId }, own] of viewers) {
        const meant = events.filter(({ subject }) => {
          if (subject.of === 'agent') return isOwn(subject.agentId, own);
          if (subject.of === 'job') return subject.requestedBy === callerId;
          return [...subject.agentIds, ...(inChats[subject.contactId] ?? [])].some((id) => isOwn(id, own));
        });
        for (const connectionId of [callerId, `${callerId} again`]) {
          const shown = centre.shownTo(connectionId);
          expect(shown.map(({ eventId }) => eventId)).toEqual(meant.map(({ eventId }) => eventId));
          expect(shown.flatMap(agentIdsIn).filter((id) => !isOwn(id, own))).toEqual([]);
          expect(JSON.stringify(shown)).not.toMatch(/name of|@example/);
        }
      }
      expect(centre.shownTo('elsewhere')).toEqual([]);
    }),
    { numRuns: randomRuns(300) },
  );
});

/** The ids of agents in what is shown, wherever they are. */
function agentIdsIn(shown: Shown): readonly string[] {
  const found: string[] = [];
  JSON.stringify(shown, (name, value) => {
    if (name === 'agentId' || name === 'agentIds') found.push(...[value].flat());
    return value;
  });
  return found;
}

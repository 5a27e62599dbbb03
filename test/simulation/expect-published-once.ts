import assert from 'node:assert/strict';
import type { Recorded } from '#core/change.ts';
import type { ChatEvent } from '#core/chats/events.ts';

/**
 * The published events of one chat without repeats are the saved ones, and each stage happens once: a participant who is
 * idle does not become idle again before returning or a join on the agent's side, everybody is disconnected once until somebody joins, and nothing
 * happens after the end.
 */
export function expectPublishedOnce(
  published: readonly Recorded<ChatEvent>[],
  saved: readonly Recorded<ChatEvent>[],
): void {
  const byId = new Map(published.map((event) => [event.eventId, event]));
  const events = [...byId.values()].toSorted((a, b) => a.sequence - b.sequence);
  assert.deepEqual(events, saved, 'The published events are not the saved ones');
  const idle = new Set<string>();
  let isAgentSideConnected = false;
  let isEnded = false;
  for (const { fact } of events) {
    assert(!isEnded, `${fact.type} after the end`);
    switch (fact.type) {
      case 'ParticipantWentIdle':
        assert(!idle.has(fact.participantId), `${fact.participantId} became idle twice`);
        idle.add(fact.participantId);
        break;
      case 'ParticipantReturned':
        assert(idle.delete(fact.participantId), `${fact.participantId} returned without having been idle`);
        break;
      case 'ParticipantJoined':
        if (fact.role !== 'AGENT' && fact.role !== 'CUSTOM_BOT') break;
        isAgentSideConnected = true;
        idle.clear();
        break;
      case 'ParticipantsDisconnected':
        assert(isAgentSideConnected, 'Disconnected twice');
        isAgentSideConnected = false;
        break;
      case 'ChatEnded':
        isEnded = true;
        break;
      case 'ChatStarted':
      case 'ParticipantLeft':
      case 'AutoDisconnectSkipped':
      case 'TimersConfigured':
        break;
    }
  }
}

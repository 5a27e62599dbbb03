import assert from 'node:assert/strict';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded } from '#core/commit.ts';

/**
 * What was published of one chat, repeats included, tells everything that was saved, and each stage of a silence once:
 * who is idle is not called idle again before the return, everybody is disconnected once until somebody joins anew, and
 * nothing happens after the end.
 */
export function expectToldOnce(published: readonly Recorded<ChatEvent>[], saved: readonly Recorded<ChatEvent>[]): void {
  const byId = new Map(published.map((event) => [event.eventId, event]));
  const told = [...byId.values()].toSorted((a, b) => a.sequence - b.sequence);
  assert.deepEqual(told, saved, 'Not all that was saved was published, or something else was');
  const idle = new Set<string>();
  let isAnybodyThere = false;
  let isEnded = false;
  for (const { fact } of told) {
    assert(!isEnded, `${fact.type} after the end`);
    switch (fact.type) {
      case 'ParticipantWentIdle':
        assert(!idle.has(fact.participantId), `${fact.participantId} went idle twice`);
        idle.add(fact.participantId);
        break;
      case 'ParticipantReturned':
        assert(idle.delete(fact.participantId), `${fact.participantId} returned without having been idle`);
        break;
      case 'ParticipantJoined':
        isAnybodyThere ||= fact.role === 'AGENT' || fact.role === 'CUSTOM_BOT';
        break;
      case 'ParticipantsDisconnected':
        assert(isAnybodyThere, 'Disconnected twice');
        isAnybodyThere = false;
        break;
      case 'ChatEnded':
        isEnded = true;
        break;
      case 'ChatStarted':
      case 'ParticipantLeft':
      case 'TimersConfigured':
        break;
    }
  }
}

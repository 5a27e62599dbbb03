import type { ChatEvent } from '#core/chats/events.ts';
import type { Joining } from '#core/chats/participation.ts';
import type { TimerChange } from '#core/chats/role-config.ts';

/** How a chat was set up. */
export interface Setup {
  readonly disconnectFlow?: string;
  readonly waitBlock?: 'customParticipant' | 'customer';
}

/** Something that changes a chat. */
export type Deed = AskedFor | { readonly does: 'ring' };

/** Something that somebody asks for. The customer's name is `customer`. */
export type AskedFor =
  | { readonly does: 'start'; readonly setup: Setup }
  | { readonly does: 'configure'; readonly changes: readonly TimerChange[] }
  | { readonly does: 'join'; readonly who: string; readonly role: Joining['role'] }
  | { readonly does: 'leave' | 'speak'; readonly who: string }
  | { readonly does: 'expect'; readonly who: string; readonly goneMinutes?: number }
  | { readonly does: 'connect'; readonly who: string; readonly socket: string; readonly goneMinutes?: number }
  | { readonly does: 'disconnect'; readonly socket: string }
  | { readonly does: 'end' };

/** An event in as few words as tell it from others. */
export function inWords(event: ChatEvent): string {
  switch (event.type) {
    case 'ChatStarted':
      return 'started';
    case 'ParticipantJoined':
      return `joined ${event.participantId}`;
    case 'ParticipantLeft':
      return `left ${event.participantId}`;
    case 'ParticipantWentIdle':
      return `idle ${event.participantId} ${event.idleMinutes}`;
    case 'ParticipantReturned':
      return `returned ${event.participantId}`;
    case 'ParticipantsDisconnected': {
      const next = event.next.type === 'disconnectFlow' ? event.next.flow : event.next.type;
      return `disconnected ${event.participantIds.toSorted().join()} by ${event.silentRole} to ${next}`;
    }
    case 'TimersConfigured':
      return 'configured';
    case 'ChatEnded':
      return `ended ${event.cause}`;
  }
}

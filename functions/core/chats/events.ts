import type { ChatEndCause, ParticipantRole } from './chat.ts';
import type { RoleConfig } from './role-config.ts';

interface OfChat {
  readonly instanceId: string;
  readonly contactId: string;
}

interface OfParticipant extends OfChat {
  readonly participantId: string;
  readonly role: ParticipantRole;
}

/** Where a chat continues after everybody but the customer was disconnected. */
export type NextStep =
  | { readonly type: 'disconnectFlow'; readonly flow: string }
  /** The flow's branch "Bot participant disconnected". */
  | { readonly type: 'botBranch' }
  | { readonly type: 'nothing' };

export type SilentRole = Extract<ParticipantRole, 'CUSTOMER' | 'AGENT' | 'CUSTOM_BOT'>;

/** What happens in chats, in the past tense; published on the bus with an envelope (`Recorded`). */
export type ChatEvent =
  | (OfChat & { readonly type: 'ChatStarted' })
  | (OfParticipant & { readonly type: 'ParticipantJoined' })
  | (OfParticipant & { readonly type: 'ParticipantLeft' })
  | (OfParticipant & { readonly type: 'ParticipantWentIdle'; readonly idleMinutes: number })
  | (OfParticipant & { readonly type: 'ParticipantReturned' })
  | (OfChat & {
      readonly type: 'ParticipantsDisconnected';
      /** The role that was inactive: that of the participants, so a bot's is not that of an agent. */
      readonly silentRole: SilentRole;
      readonly participantIds: readonly string[];
      readonly next: NextStep;
    })
  | (OfChat & { readonly type: 'TimersConfigured'; readonly configuration: RoleConfig })
  | (OfChat & { readonly type: 'ChatEnded'; readonly cause: ChatEndCause });

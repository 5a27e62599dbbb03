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

interface OfAgent {
  /** The agent, when the centre has named one. */
  readonly agentId?: string;
}

interface OfAgents {
  /** The agents among those who have left, when the centre has named any. */
  readonly agentIds?: readonly string[];
}

/** Where a chat continues after everybody but the customer was disconnected. */
export type NextStep =
  | { readonly type: 'disconnectFlow'; readonly flow: string }
  /** The flow's branch "Bot participant disconnected". */
  | { readonly type: 'botBranch' }
  | { readonly type: 'nothing' };

/** Where a chat continues after its agent was signed out. */
export type NextAfterSignOut = NextStep | { readonly type: 'queue' };

export type SilentRole = Extract<ParticipantRole, 'CUSTOMER' | 'AGENT' | 'CUSTOM_BOT'>;

/** What happens in chats, in the past tense; published on the bus with an envelope (`Recorded`). */
export type ChatEvent =
  | (OfChat & { readonly type: 'ChatStarted' })
  | (OfParticipant & OfAgent & { readonly type: 'ParticipantJoined' })
  | (OfParticipant &
      OfAgent & {
        readonly type: 'ParticipantLeft';
        /** The agent's session has ended, and the contacts were released. @default - the participant left, or was removed */
        readonly cause?: 'agentSignedOut';
        /** Where the chat continues when no other agent is left after a sign-out. */
        readonly next?: NextAfterSignOut;
      })
  | (OfParticipant & { readonly type: 'ParticipantWentIdle'; readonly idleMinutes: number })
  | (OfParticipant & { readonly type: 'ParticipantReturned' })
  | (OfChat &
      OfAgents & {
        readonly type: 'ParticipantsDisconnected';
        /** The role that was inactive: that of the participants, so a bot's is not that of an agent. */
        readonly silentRole: SilentRole;
        readonly participantIds: readonly string[];
        readonly next: NextStep;
      })
  /** The auto-disconnect was due in a chat of a backend that can only end the chat, and is not to do so. */
  | (OfChat & { readonly type: 'AutoDisconnectSkipped'; readonly silentRole: SilentRole })
  | (OfChat & { readonly type: 'TimersConfigured'; readonly configuration: RoleConfig })
  | (OfChat & OfAgents & { readonly type: 'ChatEnded'; readonly cause: ChatEndCause });

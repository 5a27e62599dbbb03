import type { Instant } from '../instant.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Tell } from '../tell.ts';
import { type Absence, type ChatKey, findPresent, isConnected, type Participant } from './chat.ts';
import { connectionsOf } from './connections.ts';
import type { ChatStore } from './ports.ts';

/** Something on the way to the others that is no message: typing, or a receipt. */
export interface Signal {
  readonly contentType: string;
  readonly content?: string;
  /** Chosen by the sender: sent again under the same token, it has the same id. */
  readonly clientToken?: string;
}

/** A signal as it was sent. */
export interface SentSignal extends Signal {
  readonly signalId: string;
  readonly at: Instant;
  readonly sender: Participant;
}

export type SignalOutcome = { readonly type: 'sent'; readonly signal: SentSignal } | { readonly type: Absence };

interface Ports {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly tell: Tell<ChatKey>;
  /** What the others are told of it, if anything. */
  readonly framesOf: (key: ChatKey, signal: SentSignal) => readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A participant types, or has received or read something: the others are told. No timer moves, nothing is kept. */
export function makeSendSignal({ chats, tell, framesOf, clock, ids }: Ports) {
  return async (key: ChatKey, participantId: string, signal: Signal): Promise<SignalOutcome> => {
    const stored = await chats.load(key);
    const found = findPresent(stored?.state, participantId);
    if (found.type !== 'present') return found;
    const { chat, participant: sender } = found;
    const signalId = signal.clientToken === undefined ? ids.next() : `${participantId}/${signal.clientToken}`;
    const sent = { ...signal, signalId, at: clock.now(), sender };
    const others = chat.participants.filter((participant) => isConnected(participant) && participant !== sender);
    await tell(key, connectionsOf(others), framesOf(key, sent));
    return { type: 'sent', signal: sent };
  };
}

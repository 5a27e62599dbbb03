import type { Instant } from '../instant.ts';
import type { Clock, Ids } from '../ports.ts';
import type { PushFrames } from '../push-frames.ts';
import { type Absence, type ChatKey, findPresent, isConnected, type Participant } from './chat.ts';
import { connectionsOf } from './connections.ts';
import type { ChatStore } from './ports.ts';
import { makeSignalLimit } from './signal-limit.ts';

/** What a client sends to the other participants besides messages: that its participant types, or a receipt. */
export interface Signal {
  readonly contentType: string;
  readonly content?: string;
  /** Chosen by the sender. A repeat with the same token has the same id. */
  readonly clientToken?: string;
}

/** A signal as it was sent. */
export interface SentSignal extends Signal {
  readonly signalId: string;
  readonly at: Instant;
  readonly sender: Participant;
}

export type SignalOutcome =
  | { readonly type: 'sent'; readonly signal: SentSignal }
  | { readonly type: 'tooManySignals' }
  | { readonly type: Absence };

interface Ports {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly pushFrames: PushFrames<ChatKey>;
  /** The frames in which the others get a signal; none for a signal that is not for them. */
  readonly framesOf: (key: ChatKey, signal: SentSignal) => readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Sends a signal of a participant to the others. It moves no timer and is not stored. Nothing is sent beyond `signalLimit`. */
export function makeSendSignal({ chats, pushFrames, framesOf, clock, ids }: Ports) {
  const isWithinLimit = makeSignalLimit(clock);
  return async (key: ChatKey, participantId: string, signal: Signal): Promise<SignalOutcome> => {
    if (!isWithinLimit(`${key.instanceId}/${key.contactId}/${participantId}`)) return { type: 'tooManySignals' };
    const stored = await chats.load(key);
    const found = findPresent(stored?.state, participantId);
    if (found.type !== 'present') return found;
    const { chat, participant: sender } = found;
    const signalId = signal.clientToken === undefined ? ids.next() : `${participantId}/${signal.clientToken}`;
    const sent = { ...signal, signalId, at: clock.now(), sender };
    const others = chat.participants.filter((participant) => isConnected(participant) && participant !== sender);
    await pushFrames(key, connectionsOf(others), framesOf(key, sent));
    return { type: 'sent', signal: sent };
  };
}

import type { Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { type Absence, type ChatKey, findPresent, isConnected } from './chat.ts';
import type { ActivityOutcome } from './record-activity.ts';
import type { Tell } from './tell-participants.ts';
import type { Message, Transcript } from './transcript.ts';

/** What somebody wants to say. */
export interface Saying {
  readonly contentType: string;
  readonly content: string;
  /** Chosen by the sender: said again under the same token, it is the same message. */
  readonly clientToken?: string;
}

export type SendOutcome =
  | { readonly type: 'sent'; readonly message: Message }
  /** The token stands for another message already. */
  | { readonly type: 'tokenReused' }
  | { readonly type: Absence };

interface Ports {
  readonly recordActivity: (key: ChatKey, participantId: string) => Promise<ActivityOutcome>;
  readonly transcript: Transcript;
  readonly tell: Tell;
  readonly frameOf: (key: ChatKey, message: Message) => string;
  readonly clock: Clock;
  /** Names a message of that instant. */
  readonly messageIds: { next(at: Instant): string };
}

/**
 * A participant writes: the timers begin anew, the message is kept, and everybody there is told, the sender included,
 * who may have other windows open. Broken off anywhere, it is made up for when the sender tries again with its token.
 */
export function makeSendMessage({ recordActivity, transcript, tell, frameOf, clock, messageIds }: Ports) {
  return async (key: ChatKey, participantId: string, saying: Saying): Promise<SendOutcome> => {
    const active = await recordActivity(key, participantId);
    if (active.type !== 'done') return active;
    const found = findPresent(active.chat, participantId);
    if (found.type !== 'present') return found;
    const { role, displayName } = found.participant;
    const at = clock.now();
    const messageId = messageIds.next(at);
    const message = { clientToken: messageId, ...saying, messageId, at, participantId, role, displayName };
    const kept = await transcript.add(key, message);
    if (kept.content !== saying.content || kept.contentType !== saying.contentType) return { type: 'tokenReused' };
    await tell(key, found.chat.participants.filter(isConnected), [frameOf(key, kept)]);
    return { type: 'sent', message: kept };
  };
}

import { days, type Instant } from '../instant.ts';
import type { Clock } from '../ports.ts';
import { fixedRetention } from '../retention.ts';
import { type Absence, type Chat, type ChatKey, findParticipant } from './chat.ts';
import type { ChatStore, Message, Transcript, TranscriptPage } from './ports.ts';

/** A transcript can be read for as long as its chat is kept. */
const readableAfterEnd = days(fixedRetention.chats.days);

export type TranscriptOutcome =
  | { readonly type: 'read'; readonly chat: Chat; readonly messages: readonly Message[] }
  | { readonly type: Absence };

interface Ports {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly transcript: Pick<Transcript, 'read'>;
  readonly clock: Clock;
}

/** Reads the messages of a chat, for participants who are in it, and for a day after its end for those who stayed until then. */
export function makeReadTranscript({ chats, transcript, clock }: Ports) {
  return async (key: ChatKey, participantId: string, page: TranscriptPage): Promise<TranscriptOutcome> => {
    const chat = (await chats.load(key))?.state;
    if (!chat) return { type: 'unknownChat' };
    const refusal = refusalOf(chat, participantId, clock.now());
    if (refusal) return { type: refusal };
    return { type: 'read', chat, messages: await transcript.read(chat, page) };
  };
}

function refusalOf(chat: Chat, participantId: string, now: Instant): Absence | undefined {
  const participant = findParticipant(chat, participantId);
  if (!participant) return 'unknownParticipant';
  if (participant.leftAt !== chat.ended?.at) return 'left';
  return chat.ended && chat.ended.at + readableAfterEnd <= now ? 'ended' : undefined;
}

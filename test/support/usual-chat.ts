import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from './agents.ts';
import { aChat, aParticipant, timers } from './chats.ts';

const uuid = (n: number) => `a3f4c2d1-9b8e-4c7a-8d6f-${String(n).padStart(12, '0')}`;
/** An instant that is no whole second, like most. */
const moment = (n: number) => someDay + minutes(n) + 12_345;

export const usualIds = { instanceId: uuid(1), contactId: uuid(2), customer: uuid(3), bot: uuid(4), agent: uuid(5) };
const { instanceId, contactId } = usualIds;
const configuration = timers({
  CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 10 },
  AGENT: { IDLE: 15, DISCONNECT_NONCUSTOMER: 20 },
});

/** A chat of the usual size: ids that are UUIDs, an agent after a bot, all four timers. */
export const aUsualChat = (overrides: Partial<Chat> = {}): Chat =>
  aChat({
    instanceId,
    contactId,
    startedAt: moment(0),
    participants: [
      aParticipant({
        participantId: usualIds.customer,
        displayName: 'Bartholomew F.',
        joinedAt: moment(0),
        silentSince: moment(4),
      }),
      aParticipant({
        participantId: usualIds.bot,
        role: 'CUSTOM_BOT',
        displayName: 'Helper',
        joinedAt: moment(1),
        leftAt: moment(2),
        silentSince: moment(1),
      }),
      aParticipant({
        participantId: usualIds.agent,
        role: 'AGENT',
        displayName: 'Anneliese Example',
        agentId: uuid(6),
        joinedAt: moment(2),
        silentSince: moment(3),
      }),
    ],
    stored: configuration,
    active: configuration,
    goneMinutes: 5,
    ...overrides,
  });

/** Two events of that chat: both sides become idle at the same time. */
export const usualEvents = (['CUSTOMER', 'AGENT'] as const).map((role, n) => {
  const participantId = role === 'CUSTOMER' ? usualIds.customer : usualIds.agent;
  const sequence = n + 17;
  return {
    eventId: `${instanceId}/chat/${contactId}/${sequence}`,
    sequence,
    at: moment(9),
    fact: { type: 'ParticipantWentIdle', instanceId, contactId, participantId, role, idleMinutes: 5 } as const,
  };
}) satisfies readonly { fact: ChatEvent }[];

import * as z from 'zod/mini';
import { texts } from './texts.ts';

export const participantRole = z.enum(['CUSTOMER', 'AGENT', 'SUPERVISOR', 'CUSTOM_BOT', 'SYSTEM']);
export const chatEndCause = z.enum(['customerLeft', 'customerGone', 'ended']);

const participant = { participantId: z.string(), role: participantRole };

const nextStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('disconnectFlow'), flow: z.string() }),
  z.object({ type: z.literal('botBranch') }),
  z.object({ type: z.literal('nothing') }),
]);

/** What happens in chats, without the chat it happens in. Timers are written in one way to be kept, in another to be read. */
export const chatFactShape = <Configuration extends z.ZodMiniType>(configuration: Configuration) =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('ChatStarted') }),
    z.object({ type: z.literal('ParticipantJoined'), ...participant }),
    z.object({ type: z.literal('ParticipantLeft'), ...participant }),
    z.object({ type: z.literal('ParticipantWentIdle'), ...participant, idleMinutes: z.number() }),
    z.object({ type: z.literal('ParticipantReturned'), ...participant }),
    z.object({
      type: z.literal('ParticipantsDisconnected'),
      silentRole: z.enum(['CUSTOMER', 'AGENT']),
      participantIds: texts,
      next: nextStep,
    }),
    z.object({ type: z.literal('TimersConfigured'), configuration }),
    z.object({ type: z.literal('ChatEnded'), cause: chatEndCause }),
  ]);

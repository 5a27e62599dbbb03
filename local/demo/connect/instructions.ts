import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { accept, clear, type Desk, hangUp, ring } from './desk.ts';
import type { StandIn } from './stand-in.ts';

/** What a test, or a visitor of the demo, makes the stand-in do. Without an id it is the contact that came first. */
export const instructionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('ring'), channel: z.enum(['voice', 'chat']) }),
  z.strictObject({ do: z.enum(['accept', 'hangUp', 'clear']), contactId: z.string().optional() }),
  z.strictObject({
    do: z.literal('answerPutState'),
    answering: z.discriminatedUnion('how', [
      z.strictObject({ how: z.literal('asUsual') }),
      z.strictObject({ how: z.literal('never') }),
      z.strictObject({ how: z.literal('failing'), error: z.string().default('InternalServiceException') }),
      z.strictObject({ how: z.literal('late'), lateMillis: z.number().int().min(0) }),
    ]),
    /** @default until told otherwise */
    times: z.number().int().min(1).optional(),
  }),
]);

export type Instruction = z.output<typeof instructionSchema>;

const deeds = { accept, hangUp, clear };

/** Does as it is told, and says which contact it was about. */
export function obey(standIn: StandIn, agentId: string, instruction: Instruction): { readonly contactId?: string } {
  switch (instruction.do) {
    case 'ring': {
      const contactId = randomUUID();
      standIn.change(agentId, (desk, now) => ring(desk, { contactId, channel: instruction.channel }, now));
      return { contactId };
    }
    case 'accept':
    case 'hangUp':
    case 'clear': {
      const contactId = instruction.contactId ?? firstContact(standIn.look(agentId).desk);
      if (contactId === undefined) return {};
      standIn.change(agentId, (desk, now) => deeds[instruction.do](desk, contactId, now));
      return { contactId };
    }
    case 'answerPutState':
      standIn.answerPutState(agentId, instruction.answering, instruction.times ?? Number.POSITIVE_INFINITY);
      return {};
  }
}

const firstContact = ({ contacts }: Desk) => contacts[0]?.contactId;

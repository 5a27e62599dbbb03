import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { accept, type ConnectAgent, clear, hangUp, ring } from './connect-agent.ts';
import type { StandIn } from './stand-in.ts';

/** What a test or a visitor of the demo can make the stand-in do. @default contactId that of the agent's first contact */
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
    /** @default until the next instruction */
    times: z.number().int().min(1).optional(),
  }),
]);

export type Instruction = z.output<typeof instructionSchema>;

const contactActions = { accept, hangUp, clear };

/** Carries out an instruction and returns the contact it concerns. */
export function carryOut(standIn: StandIn, agentId: string, instruction: Instruction): { readonly contactId?: string } {
  switch (instruction.do) {
    case 'ring': {
      const contactId = randomUUID();
      standIn.change(agentId, (agent, now) => ring(agent, { contactId, channel: instruction.channel }, now));
      return { contactId };
    }
    case 'accept':
    case 'hangUp':
    case 'clear': {
      const contactId = instruction.contactId ?? firstContact(standIn.get(agentId).agent);
      if (contactId === undefined) return {};
      standIn.change(agentId, (agent, now) => contactActions[instruction.do](agent, contactId, now));
      return { contactId };
    }
    case 'answerPutState':
      standIn.answerPutState(agentId, instruction.answering, instruction.times ?? Number.POSITIVE_INFINITY);
      return {};
  }
}

const firstContact = ({ contacts }: ConnectAgent) => contacts[0]?.contactId;

import { z } from 'zod';
import type { Centre } from '../../connect/stand-in.ts';

const ofContact = { contactId: z.string() };

/** What the visitor does at the panel of Amazon Connect, and what customers do to the visitor. */
export const actSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('chooseStatus'), status: z.string() }),
  z.strictObject({ do: z.literal('offer'), channel: z.enum(['VOICE', 'CHAT', 'TASK']) }),
  z.strictObject({ do: z.literal('accept'), ...ofContact }),
  z.strictObject({ do: z.literal('reject'), ...ofContact }),
  z.strictObject({ do: z.literal('end'), ...ofContact }),
  z.strictObject({ do: z.literal('clear'), ...ofContact }),
  z.strictObject({ do: z.literal('closeWindow') }),
]);

/** Does it. @throws RangeError or an error of the stand-in when it is not possible now, with the reason */
export function actAs({ agents, contacts, instance }: Centre, userId: string, act: z.output<typeof actSchema>): void {
  switch (act.do) {
    case 'chooseStatus':
      if (instance.agent(userId).signedIn) agents.chooseStatus(userId, act.status);
      else agents.signIn(userId, act.status);
      return;
    case 'offer': {
      const [queueId] = instance.directory.queues.keys();
      const contact = contacts.begin({ channel: act.channel, ...(queueId !== undefined && { queueId }) });
      contacts.offer(contact.id, userId);
      return;
    }
    case 'end':
      contacts.end(act.contactId, 'CUSTOMER_DISCONNECT');
      return;
    case 'clear':
      contacts.clear(userId, act.contactId);
      return;
    case 'accept':
    case 'reject':
      contacts[act.do](act.contactId);
      return;
    case 'closeWindow':
      agents.endSession(userId);
  }
}

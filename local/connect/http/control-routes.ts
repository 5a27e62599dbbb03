import { z } from 'zod';
import type { ConnectStandIn } from '../stand-in.ts';
import { readSwitches } from '../switches.ts';
import type { StandInAnswer, StandInRequest } from './request.ts';

/** Where people control the stand-in. Amazon Connect has nothing there. */
export const controlPath = '/_stand-in/';

const agentCommand = z.discriminatedUnion('do', [
  z.object({ do: z.literal('signIn'), status: z.string().optional() }),
  z.object({ do: z.literal('chooseStatus'), status: z.string() }),
  z.object({ do: z.enum(['logOut', 'openLogoutPage', 'closeWindow', 'delete']) }),
  z.object({ do: z.literal('offer'), channel: z.enum(['VOICE', 'CHAT', 'TASK', 'EMAIL']) }),
]);

const contactCommand = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['accept', 'miss', 'reject', 'hold', 'resume', 'pause', 'end', 'clear']) }),
  z.object({ do: z.literal('say'), role: z.enum(['CUSTOMER', 'AGENT', 'SYSTEM']), text: z.string() }),
]);

/** Answers a request of a person: what there is, what agents and customers do, and the switches. */
export function answerControl(standIn: ConnectStandIn, { method, path, body }: StandInRequest): StandInAnswer {
  const [resource, id, ...rest] = path.slice(controlPath.length).split('/');
  try {
    if (rest.length === 0 && method === 'GET' && resource === 'agents' && id === undefined)
      return json(agents(standIn));
    if (rest.length === 0 && method === 'GET' && resource === 'calls') return json(standIn.calls);
    if (rest.length === 0 && method === 'GET' && resource === 'switches') return json(standIn.switches);
    if (rest.length === 0 && method === 'PUT' && resource === 'switches') {
      standIn.switches = {
        ...standIn.switches,
        ...readSwitches(z.record(z.string(), z.unknown()).parse(JSON.parse(body))),
      };
      return json(standIn.switches);
    }
    if (rest.length === 0 && method === 'POST' && resource === 'agents' && id !== undefined)
      return json(commandAgent(standIn, id, agentCommand.parse(JSON.parse(body))));
    if (rest.length === 0 && method === 'POST' && resource === 'contacts' && id !== undefined)
      return json(commandContact(standIn, id, contactCommand.parse(JSON.parse(body))));
  } catch (error) {
    return json({ message: error instanceof Error ? error.message : String(error) }, 400);
  }
  return json({ message: `The stand-in has no control ${method} ${path}` }, 404);
}

function agents({ centres }: ConnectStandIn): object {
  return centres.flatMap(({ instance }) =>
    [...instance.directory.users.values()].map(({ id, username }) => {
      const { status, next, slots } = instance.stateOf(id);
      return { instanceId: instance.id, id, username, status: status.name, next: next?.status.name, contacts: slots };
    }),
  );
}

function commandAgent(standIn: ConnectStandIn, userId: string, command: z.output<typeof agentCommand>): object {
  const centre = standIn.centres.find(({ instance }) => instance.directory.users.has(userId));
  if (centre === undefined) throw new RangeError(`There is no user ${userId}`);
  const { agents, contacts, instance } = centre;
  switch (command.do) {
    case 'signIn':
      agents.signIn(userId, command.status);
      break;
    case 'chooseStatus':
      agents.chooseStatus(userId, command.status);
      break;
    case 'closeWindow':
      agents.endSession(userId);
      break;
    case 'offer': {
      const [queueId] = instance.directory.queues.keys();
      const contact = contacts.begin({ channel: command.channel, ...(queueId !== undefined && { queueId }) });
      contacts.offer(contact.id, userId);
      return contact;
    }
    default:
      agents[command.do](userId);
  }
  return {};
}

function commandContact(standIn: ConnectStandIn, contactId: string, command: z.output<typeof contactCommand>): object {
  const centre = standIn.centres.find(({ instance }) => instance.contacts.has(contactId));
  if (centre === undefined) throw new RangeError(`There is no contact ${contactId}`);
  const { contacts, instance, messages } = centre;
  const states = { hold: 'CONNECTED_ONHOLD', resume: 'CONNECTED', pause: 'PAUSED' } as const;
  switch (command.do) {
    case 'say':
      messages.say(contactId, command.role, command.text);
      break;
    case 'hold':
    case 'resume':
    case 'pause':
      contacts.setState(contactId, states[command.do]);
      break;
    case 'clear': {
      const { userId } = instance.contact(contactId);
      if (userId === undefined) throw new RangeError(`Nobody has contact ${contactId}`);
      contacts.clear(userId, contactId);
      break;
    }
    case 'end':
      contacts.end(contactId, 'CUSTOMER_DISCONNECT');
      break;
    default:
      contacts[command.do](contactId);
  }
  return instance.contact(contactId);
}

function json(value: object, status = 200): StandInAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

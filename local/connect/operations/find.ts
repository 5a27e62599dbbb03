import { BadRequest, ConnectError, notFound } from '../connect-error.ts';
import type { AgentStatus } from '../state/agent-state.ts';
import type { Contact } from '../state/contact.ts';
import type { User } from '../state/directory.ts';
import type { ConnectInstance } from '../state/instance.ts';

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The user with this id. A malformed id, or an ARN, is a bad request. */
export function userOf({ directory }: ConnectInstance, userId: string): User {
  if (!uuid.test(userId)) throw new BadRequest(`UserId is not an id: ${userId}`);
  const user = directory.users.get(userId);
  if (user === undefined) throw notFound('User', userId);
  return user;
}

/** The status with this id. A malformed id, or an ARN, is a bad request, and so is a disabled status. */
export function statusOf({ directory }: ConnectInstance, statusId: string): AgentStatus {
  if (!uuid.test(statusId)) throw new BadRequest(`AgentStatusId is not an id: ${statusId}`);
  const status = directory.statuses.get(statusId);
  if (status === undefined) throw notFound('Agent status', statusId);
  if (status.enabled === false) throw new BadRequest(`Agent status ${status.name} is disabled`);
  return status;
}

/** The contact with this id. */
export function contactOf({ contacts }: ConnectInstance, contactId: string): Contact {
  const contact = contacts.get(contactId);
  if (contact === undefined) throw notFound('Contact', contactId);
  return contact;
}

/** The contact with this id, for an operation that has an error of its own if there is none. */
export function contactOrGone({ contacts }: ConnectInstance, contactId: string): Contact {
  const contact = contacts.get(contactId);
  if (contact === undefined) throw new ConnectError('ContactNotFoundException', `Contact ${contactId} does not exist`);
  return contact;
}

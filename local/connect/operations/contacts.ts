import type {
  AssociateContactWithUserRequest,
  DescribeContactRequest,
  DismissUserContactRequest,
  StopContactRequest,
  TransferContactRequest,
  UpdateContactRoutingDataRequest,
} from '@aws-sdk/client-connect';
import { ContactActions } from '../actions/contact-actions.ts';
import { BadRequest, ConnectError, notAllowed, notFound } from '../connect-error.ts';
import type { Valid } from '../model/validate.ts';
import { isLive } from '../state/agent-state.ts';
import { isQueued, isStoppable } from '../state/contact.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { ClientTokens } from './client-tokens.ts';
import { contactView } from './contact-view.ts';
import { contactOf, contactOrGone, userOf } from './find.ts';
import { type Operation, type Output, operation } from './operation.ts';

const contactArn = ({ arns }: ConnectInstance, { ContactId }: { readonly ContactId: string }) => [
  arns.of('contact', ContactId),
];

const stopContact = operation<StopContactRequest>('StopContact', {
  resources: contactArn,
  run: (instance, { ContactId, DisconnectReason }) => {
    if (DisconnectReason !== undefined) throw notAllowed('Only outbound campaigns may give a DisconnectReason');
    const contact = contactOrGone(instance, ContactId);
    if (contact.disconnectedAt !== undefined) return answerForEnded(instance, contact.channel, ContactId);
    if (!isStoppable(contact))
      throw notAllowed(`A voice contact with initiation method ${contact.initiationMethod} cannot be stopped`);
    const reasons = { VOICE: 'OTHER', CHAT: null, TASK: 'API', EMAIL: 'API' } as const;
    new ContactActions(instance).end(ContactId, reasons[contact.channel]);
    return {};
  },
});

function answerForEnded({ switches }: ConnectInstance, channel: string, contactId: string): Output {
  const answer = channel === 'VOICE' ? 'contactNotFound' : switches.stopOfEndedContact;
  switch (answer) {
    case 'succeeds':
      return {};
    case 'contactNotFound':
      throw new ConnectError('ContactNotFoundException', `Contact ${contactId} is not active or does not exist`);
    case 'resourceNotFound':
      throw notFound('Contact', contactId);
    case 'invalidRequest':
      throw notAllowed(`Contact ${contactId} has ended`);
  }
}

const dismissUserContact = operation<DismissUserContactRequest>('DismissUserContact', {
  resources: ({ arns }, { UserId }) => [arns.of('agent', UserId)],
  run: (instance, { UserId, ContactId }) => {
    const user = userOf(instance, UserId);
    const slot = instance.stateOf(user.id).slots.find(({ contactId }) => contactId === ContactId);
    if (slot === undefined) throw notFound('Contact', ContactId);
    if (isLive(slot)) throw notAllowed(`Contact ${ContactId} is ${slot.state} and cannot be dismissed`);
    new ContactActions(instance).clear(user.id, ContactId);
    return {};
  },
});

const describeContact = operation<DescribeContactRequest>('DescribeContact', {
  resources: contactArn,
  run: (instance, { ContactId }) => ({ Contact: contactView(instance, contactOf(instance, ContactId)) }),
});

const associateContactWithUser = operation<AssociateContactWithUserRequest>('AssociateContactWithUser', {
  resources: ({ arns }, { ContactId, UserId }) => [
    arns.instance,
    arns.of('contact', ContactId),
    arns.of('agent', arns.idOf('agent', UserId) ?? UserId),
  ],
  run: (instance, { ContactId, UserId }) => {
    const contact = contactOf(instance, ContactId);
    const userId = instance.arns.idOf('agent', UserId);
    if (userId === undefined) throw new BadRequest(`Not a user of this instance: ${UserId}`);
    const user = userOf(instance, userId);
    if (!isQueued(contact)) throw notAllowed(`Contact ${ContactId} is not in a queue`);
    if (contact.offeredTo !== undefined) throw notAllowed(`Contact ${ContactId} rings at an agent`);
    if (contact.initiationMethod === 'CALLBACK' && contact.channel === 'VOICE')
      throw notAllowed('A customer-first callback cannot be associated');
    new ContactActions(instance).offer(ContactId, user.id);
    return {};
  },
});

/** A contact may be transferred so many times. */
const mostTransfers = 11;
const transferTokens = new ClientTokens('IdempotencyException');

const transferContact = operation<TransferContactRequest>('TransferContact', {
  resources: (instance, input) => [instance.arns.instance, ...contactArn(instance, input)],
  run: (instance, { ClientToken, ...input }) =>
    transferTokens.once(instance, ClientToken, input, () => transfer(instance, input)),
});

function transfer(
  instance: ConnectInstance,
  { ContactId, QueueId, UserId }: Omit<Valid<TransferContactRequest>, 'ClientToken'>,
): Output {
  const contact = contactOf(instance, ContactId);
  if ((QueueId === undefined) === (UserId === undefined))
    throw new BadRequest('Exactly one of QueueId and UserId is required');
  if (contact.channel === 'VOICE' || contact.channel === 'CHAT')
    throw notAllowed(`A ${contact.channel} contact cannot be transferred`);
  if (contact.disconnectedAt !== undefined) throw notAllowed(`Contact ${ContactId} has ended`);
  if (contact.transfers >= mostTransfers)
    throw new ConnectError(
      'ServiceQuotaExceededException',
      `Contact ${ContactId} was transferred ${mostTransfers} times`,
    );
  if (QueueId !== undefined && !instance.directory.queues.has(QueueId)) throw notFound('Queue', QueueId);
  const user = UserId === undefined ? undefined : userOf(instance, instance.arns.idOf('agent', UserId) ?? UserId);
  const actions = new ContactActions(instance);
  // A transfer to an agent goes through the queue that every agent has.
  const leg = actions.transfer(ContactId, QueueId ?? `agent/${user?.id}`);
  if (user !== undefined) actions.offer(leg.id, user.id);
  return { ContactId: leg.id, ContactArn: instance.arns.of('contact', leg.id) };
}

const updateContactRoutingData = operation<UpdateContactRoutingDataRequest>('UpdateContactRoutingData', {
  resources: contactArn,
  run: (instance, { ContactId, QueuePriority, QueueTimeAdjustmentSeconds, RoutingCriteria }) => {
    if (RoutingCriteria !== undefined)
      throw new ConnectError('NotInStandInException', 'UpdateContactRoutingData has no RoutingCriteria here');
    if ((QueuePriority === undefined) === (QueueTimeAdjustmentSeconds === undefined))
      throw new BadRequest('Exactly one of QueuePriority and QueueTimeAdjustmentSeconds is required');
    const contact = contactOf(instance, ContactId);
    if (!isQueued(contact))
      throw new ConnectError('ResourceConflictException', `Contact ${ContactId} is not in a queue`);
    return {};
  },
});

/** Ending, dismissing and moving contacts. */
export const contactOperations: readonly Operation[] = [
  stopContact,
  dismissUserContact,
  describeContact,
  associateContactWithUser,
  transferContact,
  updateContactRoutingData,
];

import type { Contact } from '../state/contact.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { defined, type Output, seconds } from './operation.ts';

const optionalSeconds = (instant: number | undefined) => (instant === undefined ? undefined : seconds(instant));

/** A contact as DescribeContact returns it. */
export function contactView({ arns }: ConnectInstance, contact: Contact): Output {
  const { afterContactWork, initiatedAt, enqueuedAt, connectedToAgentAt, disconnectedAt } = contact;
  const lastUpdate = Math.max(initiatedAt, enqueuedAt ?? 0, connectedToAgentAt ?? 0, disconnectedAt ?? 0);
  return defined({
    Arn: arns.of('contact', contact.id),
    Id: contact.id,
    InitialContactId: contact.initialContactId,
    PreviousContactId: contact.previousContactId,
    RelatedContactId: contact.relatedContactId,
    InitiationMethod: contact.initiationMethod,
    Channel: contact.channel,
    QueueInfo:
      contact.queueId === undefined
        ? undefined
        : defined({ Id: contact.queueId, EnqueueTimestamp: optionalSeconds(enqueuedAt) }),
    AgentInfo:
      contact.userId === undefined
        ? undefined
        : defined({
            Id: contact.userId,
            ConnectedToAgentTimestamp: optionalSeconds(connectedToAgentAt),
            AfterContactWorkStartTimestamp: optionalSeconds(afterContactWork?.startedAt),
            AfterContactWorkEndTimestamp: optionalSeconds(afterContactWork?.endedAt),
          }),
    InitiationTimestamp: seconds(initiatedAt),
    ConnectedToSystemTimestamp: optionalSeconds(contact.connectedToSystemAt),
    DisconnectTimestamp: optionalSeconds(disconnectedAt),
    DisconnectReason: contact.disconnectReason ?? undefined,
    LastUpdateTimestamp: seconds(lastUpdate),
  });
}

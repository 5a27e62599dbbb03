import type { Contact } from '../state/contact.ts';
import type { ConnectInstance, ContactChangeType } from '../state/instance.ts';

/** A contact event, with the envelope of EventBridge. */
export interface ContactEvent {
  readonly id: string;
  readonly source: 'aws.connect';
  readonly 'detail-type': 'Amazon Connect Contact Event';
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** How Amazon Connect writes "not yet" in events about changed data. */
const notYet = '1970-01-01T00:00:00.001Z';

/**
 * Writes a contact event as it arrives on the default bus.
 *
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */
export function contactEvent(instance: ConnectInstance, type: ContactChangeType, contact: Contact): ContactEvent {
  const { arns, account, region, random, time, switches } = instance;
  const detail = detailOf(instance, type, contact);
  const isSample = switches.contactEventCase === 'PascalCase';
  const resources = [arns.instance, arns.of('contact', contact.id)];
  return {
    version: '0',
    id: random.uuid(),
    'detail-type': 'Amazon Connect Contact Event',
    source: 'aws.connect',
    account,
    time: new Date(time.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: isSample ? resources.toReversed() : resources,
    detail: isSample ? inPascalCase(detail) : detail,
  };
}

function detailOf(
  instance: ConnectInstance,
  type: ContactChangeType,
  contact: Contact,
): Readonly<Record<string, unknown>> {
  const { arns } = instance;
  return present({
    eventType: type,
    contactId: contact.id,
    initialContactId: contact.initialContactId,
    previousContactId: contact.previousContactId,
    relatedContactId: contact.relatedContactId,
    channel: contact.channel,
    instanceArn: arns.instance,
    initiationMethod: contact.initiationMethod,
    initiationTimestamp: text(contact.initiatedAt),
    connectedToSystemTimestamp: text(contact.connectedToSystemAt),
    queueInfo: queueInfoOf(instance, contact),
    agentInfo: agentInfoOf(instance, type, contact),
    disconnectTimestamp: text(contact.disconnectedAt),
    disconnectReason: contact.disconnectReason ?? undefined,
    updatedProperties: type === 'CONTACT_DATA_UPDATED' ? ['UserDefinedAttributes'] : undefined,
    tags: { 'aws:connect:instanceId': instance.id },
  });
}

function queueInfoOf(
  { arns }: ConnectInstance,
  { queueId, enqueuedAt, initiationMethod }: Contact,
): object | undefined {
  if (queueId === undefined || initiationMethod === 'OUTBOUND') return undefined;
  const queueType = queueId.startsWith('agent/') ? 'AGENT' : 'STANDARD';
  return { queueArn: arns.of('queue', queueId), enqueueTimestamp: text(enqueuedAt), queueType };
}

function agentInfoOf(
  { arns, directory }: ConnectInstance,
  type: ContactChangeType,
  { userId, offeredTo, connectedToAgentAt, afterContactWork }: Contact,
): object | undefined {
  const agentId = userId ?? (type === 'CONTACT_DATA_UPDATED' ? offeredTo : undefined);
  if (agentId === undefined) return undefined;
  const groups = directory.hierarchyPath(directory.users.get(agentId)?.hierarchyGroupId);
  const { startedAt, endedAt } = afterContactWork ?? {};
  const isOver = type === 'COMPLETED' && startedAt !== undefined && endedAt !== undefined;
  return present({
    agentArn: arns.of('agent', agentId),
    connectedToAgentTimestamp: text(connectedToAgentAt) ?? notYet,
    hierarchyGroups:
      groups.length === 0
        ? undefined
        : Object.fromEntries(groups.map(({ id }, index) => [`level${index + 1}`, { arn: arns.of('agent-group', id) }])),
    ...(isOver && {
      afterContactWorkStartTimestamp: text(startedAt),
      afterContactWorkEndTimestamp: text(endedAt),
      afterContactWorkDuration: Math.round((endedAt - startedAt) / 1000),
    }),
  });
}

/** Some of AWS's samples have keys like this, channels like `Voice`, and ARNs with an empty partition. */
function inPascalCase(detail: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const convert = (value: unknown, key: string): unknown => {
    if (typeof value === 'string' && key === 'channel') return upper(value.toLowerCase());
    if (typeof value === 'string') return value.replace(/^arn:aws:connect:/, 'arn:aws::connect:');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name.includes(':') ? name : upper(name), convert(inner, name)]),
    );
  };
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [upper(name), convert(value, name)]));
}

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const text = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());
const present = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

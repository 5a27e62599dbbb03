import { type Contact, wholeOf } from '../state/contact.ts';
import type { ConnectInstance, ContactChangeType, InstanceObserver } from '../state/instance.ts';
import { type DeliverySettings, EventDelivery } from './delivery.ts';

export type ParticipantRole = 'CUSTOMER' | 'AGENT' | 'SYSTEM';

/** A notification of an SNS topic that a chat is streamed to, as SNS sends it to its subscribers. */
export interface ChatNotification {
  readonly TopicArn: string;
  readonly MessageId: string;
  /** The item as a JSON text. SNS may repeat and reorder; the item's `Id` tells doubles. */
  readonly Message: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Type: 'String'; readonly Value: string }>>;
}

/** What is told to the participants of a chat. */
interface Told {
  readonly role: ParticipantRole;
  readonly type: 'MESSAGE' | 'EVENT';
  readonly contentType: string;
  readonly content?: string;
}

/** A participant of a chat, or of one leg of it. The system has no id. */
const participantOf = (ParticipantRole: ParticipantRole, contactId: string) =>
  ParticipantRole === 'SYSTEM'
    ? { ParticipantRole }
    : {
        ParticipantRole,
        ParticipantId: `${ParticipantRole[0]}${contactId}`.toLowerCase(),
        DisplayName: ParticipantRole,
      };

const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;

/**
 * What participants of chats say, sent to the topics that their chats are streamed to.
 *
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/sns-payload.html
 */
export class ChatMessages implements InstanceObserver {
  /** What is on its way to the topics. */
  readonly notifications: EventDelivery<ChatNotification>;
  readonly #instance: ConnectInstance;

  constructor(
    instance: ConnectInstance,
    receive: (notification: ChatNotification) => void,
    delivery: DeliverySettings,
  ) {
    this.#instance = instance;
    this.notifications = new EventDelivery(delivery, receive);
  }

  /** A participant writes a message. */
  say(contactId: string, role: ParticipantRole, content: string): void {
    this.#tell(this.#instance.contact(contactId), { role, type: 'MESSAGE', contentType: 'text/plain', content });
  }

  /** An event that this stand-in does not make by itself, such as `participant.idle`. */
  tellEvent(contactId: string, role: ParticipantRole, name: string): void {
    this.#tell(this.#instance.contact(contactId), { role, type: 'EVENT', contentType: event(name) });
  }

  agentChanged(): void {}

  contactChanged(type: ContactChangeType, contact: Contact): void {
    if (type === 'CONNECTED_TO_AGENT')
      this.#tell(contact, { role: 'AGENT', type: 'EVENT', contentType: event('participant.joined') });
    if (type !== 'DISCONNECTED' || Object.keys(contact.streams).length === 0) return;
    if (contact.userId !== undefined)
      this.#tell(contact, { role: 'AGENT', type: 'EVENT', contentType: event('participant.left') });
    // The chat goes on in another leg after a transfer.
    if (!this.#hasLaterLeg(contact))
      this.#tell(contact, { role: 'SYSTEM', type: 'EVENT', contentType: event('chat.ended') });
  }

  #hasLaterLeg({ id }: Contact): boolean {
    return [...this.#instance.contacts.values()].some(({ previousContactId }) => previousContactId === id);
  }

  #tell(contact: Contact, { role, type, contentType, content }: Told): void {
    const { random, time, id: InstanceId, account } = this.#instance;
    const topics = Object.values(contact.streams);
    if (topics.length === 0) return;
    const InitialContactId = wholeOf(contact);
    const item = {
      AbsoluteTime: new Date(time.now()).toISOString(),
      ContentType: contentType,
      Id: random.uuid(),
      Type: type,
      ...participantOf(role, role === 'CUSTOMER' ? InitialContactId : contact.id),
      InitialContactId,
      ContactId: contact.id,
      ...(content !== undefined && { Content: content }),
    };
    const attributes = {
      InitialContactId,
      ContactId: contact.id,
      ParticipantRole: role,
      InstanceId,
      AccountId: account,
      Type: type,
      ContentType: contentType,
      MessageVisibility: 'ALL',
    };
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value } as const]),
    );
    for (const TopicArn of topics)
      this.notifications.send({ TopicArn, MessageId: random.uuid(), Message: JSON.stringify(item), MessageAttributes });
  }
}

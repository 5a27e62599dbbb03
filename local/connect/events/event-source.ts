import type { Contact } from '../state/contact.ts';
import type { AgentChange, ConnectInstance, ContactChangeType, InstanceObserver } from '../state/instance.ts';
import { type AgentEvent, type AgentEventContent, agentEvent } from './agent-event.ts';
import type { ChatNotification } from './chat-messages.ts';
import { type ContactEvent, contactEvent } from './contact-event.ts';
import { type DeliverySettings, EventDelivery } from './delivery.ts';
import { HeartBeats } from './heart-beats.ts';

/** A record of the agents' stream, as Lambda is invoked with it. */
export interface KinesisRecord {
  readonly eventSource: 'aws:kinesis';
  readonly eventID: string;
  readonly eventSourceARN: string;
  readonly kinesis: {
    /** An agent event in base64. */
    readonly data: string;
    /** The ARN of the agent. */
    readonly partitionKey: string;
    readonly sequenceNumber: string;
    /** Seconds since 1970. */
    readonly approximateArrivalTimestamp: number;
  };
}

/** Who receives the events of all instances. */
export interface EventReceivers {
  /** Records of the stream that an instance is associated with. Without an association there are none. */
  readonly onAgentEvent?: (record: KinesisRecord) => void;
  /** Events on the default bus. */
  readonly onContactEvent?: (event: ContactEvent) => void;
  /** Notifications of the topics that chats are streamed to. */
  readonly onChatNotification?: (notification: ChatNotification) => void;
}

/** Turns what happens in an instance into agent events and contact events. */
export class EventSource implements InstanceObserver {
  /** What is on its way to the stream. */
  readonly agentEvents: EventDelivery<AgentEvent>;
  /** What is on its way to the bus. */
  readonly contactEvents: EventDelivery<ContactEvent>;
  readonly #instance: ConnectInstance;
  readonly #receivers: EventReceivers;
  readonly #heartBeats: HeartBeats;
  #records = 0;

  constructor(instance: ConnectInstance, receivers: EventReceivers, delivery: DeliverySettings) {
    this.#instance = instance;
    this.#receivers = receivers;
    this.agentEvents = new EventDelivery(delivery, (event) => this.#putRecord(event));
    this.contactEvents = new EventDelivery(delivery, (event) => receivers.onContactEvent?.(event));
    this.#heartBeats = new HeartBeats(instance, (userId, previous) =>
      this.sendAgentEvent({ type: 'HEART_BEAT', userId, current: instance.snapshot(userId), previous }),
    );
  }

  agentChanged({ type, userId, before, after }: AgentChange): void {
    if (this.#receivers.onAgentEvent === undefined) return;
    const isEmpty = type !== 'STATE_CHANGE' && this.#instance.switches.signInSnapshots === 'null';
    this.sendAgentEvent({ type, userId, current: isEmpty ? null : after, previous: isEmpty ? null : before });
    this.#heartBeats.eventSent(userId, before);
  }

  contactChanged(type: ContactChangeType, contact: Contact): void {
    if (this.#receivers.onContactEvent === undefined) return;
    this.contactEvents.send(contactEvent(this.#instance, type, contact));
  }

  /** Sends an agent event, of a type that does not exist if a test wants one. */
  sendAgentEvent(content: AgentEventContent): void {
    this.agentEvents.send(agentEvent(this.#instance, content));
  }

  #putRecord(event: AgentEvent): void {
    const streamArn = this.#instance.resources.agentEventStream;
    if (streamArn === undefined) return;
    this.#records += 1;
    const sequenceNumber = String(this.#records).padStart(56, '0');
    this.#receivers.onAgentEvent?.({
      eventSource: 'aws:kinesis',
      eventID: `shardId-000000000000:${sequenceNumber}`,
      eventSourceARN: streamArn,
      kinesis: {
        data: Buffer.from(JSON.stringify(event)).toString('base64'),
        partitionKey: event.AgentARN,
        sequenceNumber,
        approximateArrivalTimestamp: this.#instance.time.now() / 1000,
      },
    });
  }
}

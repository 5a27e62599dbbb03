import type { Channel } from './agent-state.ts';

export type InitiationMethod =
  | 'INBOUND'
  | 'OUTBOUND'
  | 'TRANSFER'
  | 'QUEUE_TRANSFER'
  | 'CALLBACK'
  | 'API'
  | 'DISCONNECT'
  | 'MONITOR'
  | 'EXTERNAL_OUTBOUND'
  | 'WEBRTC_API'
  | 'AGENT_REPLY'
  | 'FLOW';

/** One leg of a call, chat, task or email. A transfer begins a new one. Instants are milliseconds since 1970. */
export interface Contact {
  readonly id: string;
  readonly channel: Channel;
  readonly initiationMethod: InitiationMethod;
  /** The first leg. Absent in that one. */
  readonly initialContactId?: string;
  /** The leg before. */
  readonly previousContactId?: string;
  /** A different chat, which this one continues. */
  readonly relatedContactId?: string;
  readonly queueId?: string;
  readonly initiatedAt: number;
  readonly connectedToSystemAt?: number;
  readonly enqueuedAt?: number;
  /** The agent it rings at. */
  readonly offeredTo?: string;
  /** The agent who has accepted it. */
  readonly userId?: string;
  readonly connectedToAgentAt?: number;
  readonly disconnectedAt?: number;
  /** Null for a chat that was stopped through the API. */
  readonly disconnectReason?: string | null;
  readonly afterContactWork?: { readonly startedAt: number; readonly endedAt?: number };
  /** The participant timers that were set, by `role type`, in minutes. */
  readonly timers: Readonly<Record<string, number>>;
  /** The timers that run, fixed when the agent joined. */
  readonly runningTimers?: Readonly<Record<string, number>>;
  /** The streams to SNS topics, by streaming id. */
  readonly streams: Readonly<Record<string, string>>;
  readonly transfers: number;
}

/** Voice contacts that StopContact cannot end. */
const unstoppable: readonly InitiationMethod[] = [
  'DISCONNECT',
  'TRANSFER',
  'QUEUE_TRANSFER',
  'EXTERNAL_OUTBOUND',
  'MONITOR',
];

/** Whether StopContact may end the contact: a chat or task always, a call unless it began in one of five ways. */
export function isStoppable({ channel, initiationMethod }: Contact): boolean {
  return channel !== 'VOICE' || !unstoppable.includes(initiationMethod);
}

/** Whether a contact waits in a queue. */
export function isQueued({ enqueuedAt, userId, disconnectedAt }: Contact): boolean {
  return enqueuedAt !== undefined && userId === undefined && disconnectedAt === undefined;
}

/** The id of the chat, call or task that a leg belongs to. */
export function wholeOf({ id, initialContactId }: Contact): string {
  return initialContactId ?? id;
}

import { eventually } from '../support/eventually.ts';
import { connectInTime, type SocketClient } from './aws/socket-client.ts';
import type { Call } from './call-api.ts';

export interface ShownChange {
  readonly type: string;
  readonly eventId: string;
  readonly position: string;
  readonly event: { readonly type: string; readonly [name: string]: unknown };
  readonly agent?: { readonly agentId: string; readonly sequence: number; readonly session?: object };
  readonly chat?: { readonly contactId: string; readonly state: string };
  readonly job?: { readonly jobId: number };
}

export interface SupervisorPage {
  readonly socket: SocketClient;
  readonly frames: readonly string[];
  readonly start: { readonly type: string; readonly position: string };
  readonly changes: () => readonly ShownChange[];
  /** The changes, once one of them is this. */
  readonly until: (isMeant: (change: ShownChange) => boolean) => Promise<readonly ShownChange[]>;
}

const answerSeconds = 10;

const subscription = (after?: string) =>
  JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['lastcall/supervisor'], after } });

/**
 * A supervisor's page of whoever has this key, which has subscribed. In an app whose minutes are seconds an address may expire before
 * it is used, so that the page asks for another one.
 *
 * @param after where it goes on
 */
export async function aSupervisorPage(call: Call, after?: string, attempts = 10): Promise<SupervisorPage> {
  const socket = await connectInTime(async () => (await call('POST', '/v1/supervisor-connections')).url);
  const frames: string[] = [];
  socket.onFrame((frame) => frames.push(frame));
  socket.send(subscription(after));
  const contents = () => frames.map((frame) => JSON.parse(frame).content);
  const changes = (): readonly ShownChange[] => contents().flatMap((each) => each.changes ?? []);
  const isAnswer = ({ type, status }: { type?: string; status?: string }) =>
    status === 'failure' || type === 'resumed' || type === 'reload';
  // What a busy machine does not deliver in time is not sent again.
  const start = await eventually(() => contents().find(isAnswer), answerSeconds).catch(() => undefined);
  if (start === undefined || start.status === 'failure') {
    socket.close();
    if (attempts === 1) throw new Error(`The page was not subscribed: ${frames}`);
    return aSupervisorPage(call, after, attempts - 1);
  }
  return {
    socket,
    frames,
    start,
    changes,
    until: (isMeant) => eventually(() => (changes().some(isMeant) ? changes() : undefined)),
  };
}

import { ConnectClient } from '@aws-sdk/client-connect';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes, seconds } from '#core/instant.ts';
import { VirtualTime } from '#test/simulation/virtual-time.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { summaryOf } from '#test/support/chats.ts';
import { makeAmazonConnectChats } from '../../functions/backends/amazon-connect/chat-backend.ts';
import { parseChatNotification } from '../../functions/backends/amazon-connect/chat-notification.ts';
import type { ChatStreaming } from '../../functions/backends/amazon-connect/chat-streaming.ts';
import { makeCallQuotas } from '../../functions/backends/amazon-connect/quotas.ts';
import type { ChatNotification } from '../../local/connect/events/chat-messages.ts';
import { inProcessHandler } from '../../local/connect/http/in-process-handler.ts';
import { ConnectStandIn, type StandInSettings } from '../../local/connect/stand-in.ts';
import { start } from './a-centre.ts';

/** Time that passes while somebody waits. */
class WaitingTime extends VirtualTime {
  wait = (milliseconds: number) => this.runUntil(this.now() + milliseconds);
}

const topicArn = 'arn:aws:sns:eu-central-1:111122223333:chats';

interface FollowedSettings extends Partial<StandInSettings> {
  readonly silentAgent?: ChatStreaming['silentAgent'];
  /** @default lastcall */
  readonly timers?: 'native' | 'lastcall';
}

/** The body of a message of the queue, as SNS puts it there. */
export const bodyOf = (notification: ChatNotification) => JSON.stringify({ Type: 'Notification', ...notification });

/** Lastcall's timers for the chats of a stand-in for Amazon Connect, which streams them, on virtual time. */
export async function aFollowedCentre({ silentAgent = 'report', timers = 'lastcall', ...more }: FollowedSettings = {}) {
  const time = new WaitingTime(start);
  const streamed: ChatNotification[] = [];
  const standIn = new ConnectStandIn({
    time,
    switches: { eventDelivery: 'inOrder' },
    ...more,
    onChatNotification(notification) {
      streamed.push(notification);
      time.at(time.now(), () => take(bodyOf(notification)));
    },
  });
  const centre = standIn.addInstance({ users: [{ username: 'ann' }, { username: 'bob' }] });
  const { id: instanceId, directory } = centre.instance;
  const client = new ConnectClient({
    region: standIn.region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: inProcessHandler(standIn),
  });
  const pauses = { chance: () => 0, wait: time.wait };
  const quotas = makeCallQuotas({ region: standIn.region, limits: makeMemoryRateLimits, clock: time, pauses });
  const instance = {
    instanceId,
    region: standIn.region,
    arn: centre.instance.arns.instance,
    teams: ['routingProfiles'],
    pollSeconds: 15,
    agentIds: 'userId',
  } as const;
  const chatBackend = makeAmazonConnectChats(
    instance,
    { client, quotas, clock: time, pauses },
    timers === 'lastcall' ? { silentAgent, topicArn } : undefined,
  );
  const ports = memoryChatPorts(time);
  const { wakeUps } = ports;
  const chats = makeChatUseCases({
    ...ports,
    chatBackends: (id) => (id === instanceId ? chatBackend : undefined),
    wakeUps: {
      ...wakeUps,
      async set(wakeUp) {
        await wakeUps.set(wakeUp);
        if (wakeUp.kind !== 'chat') return;
        time.at(wakeUp.at, () => chats.wakeChat(wakeUp).catch(() => wake(wakeUp)));
      },
    },
  });
  /** The queue delivers a wake-up that failed again after a minute. */
  const wake = async (key: ChatKey) => time.at(time.now() + minutes(1), () => chats.wakeChat(key));
  async function take(body: string) {
    const { news } = parseChatNotification(body);
    if (news) await chats.followChat(news);
  }
  const [queueId = ''] = directory.queues.keys();
  const [ann, bob] = [...directory.users.values()];
  if (!ann || !bob) throw new Error('There are no users');

  return {
    ...centre,
    ...chats,
    standIn,
    time,
    take,
    streamed,
    queueId,
    instanceId,
    reports: ports.reports,
    /** A chat begins, and its flow sets timers. */
    async begins(...changes: readonly TimerChange[]) {
      const { id } = centre.contacts.begin({ channel: 'CHAT', queueId });
      return { id, outcome: await chats.configureTimers({ instanceId, contactId: id }, changes) };
    },
    /** An agent takes a leg of a chat. */
    takes(contactId: string, { id } = ann) {
      centre.contacts.offer(contactId, id);
      centre.contacts.accept(contactId);
    },
    bob,
    /** Time passes. */
    after: (some: { readonly minutes?: number; readonly seconds?: number }) =>
      time.runUntil(time.now() + minutes(some.minutes ?? 0) + seconds(some.seconds ?? 0)),
    /** What the bus was told, each in a few words. */
    told: () => ports.bus.published().map(({ fact }) => summaryOf(fact)),
    chat: async (contactId: string) => chats.getChat({ instanceId, contactId }),
    done: (operation: string) =>
      standIn.calls.filter((call) => call.operation === operation && call.status === 200).length,
  };
}

export const idle = (role: TimerChange['role'], value: number): TimerChange => ({ role, type: 'IDLE', value });
export const disconnect = (role: TimerChange['role'], value: number): TimerChange => ({
  role,
  type: 'DISCONNECT_NONCUSTOMER',
  value,
});

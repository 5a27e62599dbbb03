import { ConnectClient } from '@aws-sdk/client-connect';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import type { RateLimit } from '#core/access/rate-limit.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import type { LogoutOrder, Timing } from '#core/agents/logout-order.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { VirtualTime } from '#test/simulation/virtual-time.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { makeAmazonConnectSource } from '../../functions/backends/amazon-connect/agent-source.ts';
import { makeAmazonConnectBackend } from '../../functions/backends/amazon-connect/backend.ts';
import { makeAmazonConnectChats } from '../../functions/backends/amazon-connect/chat-backend.ts';
import type { AgentIds, TeamsOf } from '../../functions/backends/amazon-connect/instance.ts';
import { makeNotify } from '../../functions/backends/amazon-connect/notifications.ts';
import { makeCallQuotas } from '../../functions/backends/amazon-connect/quotas.ts';
import { inProcessHandler } from '../../local/connect/http/in-process-handler.ts';
import { ConnectStandIn, type StandInSettings } from '../../local/connect/stand-in.ts';
import type { User } from '../../local/connect/state/directory.ts';

/** 26 November 2026, 08:00 UTC. */
export const start = Date.UTC(2026, 10, 26, 8);

/** Time that passes while somebody waits. Whatever else is due in the meantime happens. */
class WaitingTime extends VirtualTime {
  wait = (milliseconds: number) => this.runUntil(this.now() + milliseconds);
}

/**
 * Lastcall in front of a stand-in for Amazon Connect, with the client of the SDK between them. The clock moves on when
 * somebody waits, and wake-ups fire with it.
 */
export async function aDrivenCentre(
  settings: Partial<StandInSettings> = {},
  agentIds: AgentIds = 'userId',
  teams: readonly TeamsOf[] = ['routingProfiles'],
) {
  const time = new WaitingTime(start);
  const standIn = new ConnectStandIn({ time, ...settings });
  const centre = standIn.addInstance();
  const { id: instanceId, directory } = centre.instance;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  const client = new ConnectClient({
    region: standIn.region,
    credentials,
    maxAttempts: 1,
    requestHandler: inProcessHandler(standIn),
  });
  const pauses = { chance: () => 0, wait: time.wait };
  const ports = { ...(await memoryPorts([], time)), pauses };
  const buckets = new Map<string, number>();
  const limits = (limit: RateLimit) => makeMemoryRateLimits(limit, buckets);
  const quotas = makeCallQuotas({ region: standIn.region, limits, clock: time, pauses });
  const instance = {
    instanceId,
    region: standIn.region,
    arn: `arn:aws:connect:${standIn.region}:${standIn.account}:instance/${instanceId}`,
    teams,
    pollSeconds: 15,
    agentIds,
  } as const;
  const connected = { client, quotas, clock: time, pauses };
  const notify = makeNotify(instance, { ...connected, report: ports.report }, { locale: 'en_US' });
  const backend = { ...makeAmazonConnectBackend(instance, connected), notify };
  const chatBackend = makeAmazonConnectChats(instance, connected);
  const chats = makeChatUseCases({ ...memoryChatPorts(time), chatBackends: () => chatBackend });
  const set = ports.wakeUps.set;
  const wakeUps: typeof ports.wakeUps = {
    ...ports.wakeUps,
    async set(wakeUp) {
      await set(wakeUp);
      time.at(wakeUp.at, () =>
        useCases.wake(wakeUp).catch((error: unknown) => ports.report(`A wake-up failed: ${error}`)),
      );
    },
  };
  const source = makeAmazonConnectSource(instance, connected);
  const useCases = makeUseCases({
    ...ports,
    wakeUps,
    backends: (id) => (id === instanceId ? backend : undefined),
    agentSources: (id) => (id === instanceId ? source : undefined),
  });
  const [queueId = ''] = directory.queues.keys();
  const agentIdOf = ({ id, username }: User) => (agentIds === 'username' ? username : id);

  return {
    ...useCases,
    ...centre,
    chats,
    notify,
    instanceId,
    connectInstance: instance,
    connected,
    standIn,
    time,
    reports: ports.reports,
    /** A user who is at the control panel. */
    works(username = 'ann', status = 'Available'): User {
      const user = centre.addUser({ username });
      centre.agents.signIn(user.id, status);
      return user;
    },
    /** The user has a contact. */
    handles({ id }: User, channel: 'VOICE' | 'CHAT' | 'TASK' = 'VOICE'): string {
      const contact = centre.contacts.begin({ channel, queueId });
      centre.contacts.offer(contact.id, id);
      centre.contacts.accept(contact.id);
      return contact.id;
    },
    keyOf: (user: User): AgentKey => ({ instanceId, agentId: agentIdOf(user) }),
    async logOut(user: User, timing: Timing = 'afterContact', more: Omit<LogoutOrder, 'requestedBy'> = {}) {
      const selector = { agentIds: [agentIdOf(user)], teamIds: [], ipRanges: [] };
      const outcome = await useCases.forceLogouts(instanceId, selector, {
        timing,
        order: { requestedBy: 'supervisor', ...more },
      });
      if (outcome.type !== 'done') throw new Error('It became a job');
      return outcome.rows[0];
    },
    statusOf: ({ id }: User) => centre.instance.stateOf(id).status.name,
    contactsOf: ({ id }: User) => centre.instance.stateOf(id).slots.map(({ state }) => state),
    /** The events of imports. */
    imported: () => ports.importBus.published().map(({ fact }) => fact),
    /** What looks at everybody said of themselves. */
    reconciled: () => ports.reconciliationBus.published().map(({ fact }) => fact),
    listings: ports.listings,
    facts: () => ports.bus.published().map(({ fact }) => fact.type),
    published: () => eachEventOnce(ports.bus.published()),
    /** How often an operation succeeded. */
    done: (operation: string) =>
      standIn.calls.filter((call) => call.operation === operation && call.status === 200).length,
  };
}

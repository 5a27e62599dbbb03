import { ConnectClient } from '@aws-sdk/client-connect';
import { callLimits, limitedConfig, withLimits } from '#adapters/call-limits.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/rate-limits.ts';
import type { AgentSources } from '#core/agent-imports/ports.ts';
import type { Backends } from '#core/agents/backend.ts';
import type { ChatBackends } from '#core/chats/ports.ts';
import type { RegularLooks } from '#core/wake-ups/use-cases.ts';
import { makeReadAgentEvent, type ReadAgentEvent } from '../../backends/amazon-connect/agent-news.ts';
import { makeAmazonConnectSource } from '../../backends/amazon-connect/agent-source.ts';
import { makeAmazonConnectBackend } from '../../backends/amazon-connect/backend.ts';
import type { ConnectPorts } from '../../backends/amazon-connect/call.ts';
import { makeAmazonConnectChats } from '../../backends/amazon-connect/chat-backend.ts';
import { chatStreaming } from '../../backends/amazon-connect/chat-streaming.ts';
import { type ConnectInstance, connectInstances } from '../../backends/amazon-connect/instance.ts';
import { makeNotify, notificationLocale } from '../../backends/amazon-connect/notifications.ts';
import { readQuotas } from '../../backends/amazon-connect/operations.ts';
import { type CallQuotas, makeCallQuotas } from '../../backends/amazon-connect/quotas.ts';
import { makeStatuses } from '../../backends/amazon-connect/statuses.ts';
import { makeConnectUsers } from '../../backends/amazon-connect/users.ts';
import { envOrEmpty } from '../env.ts';
import { report } from '../observe.ts';
import { clock, pauses } from './clock.ts';
import { table } from './dynamodb.ts';

const instances = connectInstances(envOrEmpty('AMAZON_CONNECT_INSTANCES'));
const raised = readQuotas(envOrEmpty('AMAZON_CONNECT_QUOTAS'));
/** Absent where agents are not notified. */
const locale = notificationLocale(envOrEmpty('AMAZON_CONNECT_NOTIFICATION_LOCALE'));

interface Region {
  readonly client: ConnectClient;
  readonly quotas: CallQuotas;
}

const regions = new Map<string, Region>();

function regionOf({ region }: ConnectInstance): Region {
  const known = regions.get(region);
  if (known) return known;
  const client = withLimits(new ConnectClient({ region, ...limitedConfig(callLimits.connect) }), callLimits.connect);
  const limits = (limit: Parameters<typeof makeDynamoRateLimits>[1]) =>
    makeDynamoRateLimits(table('LIMITS_TABLE'), limit);
  const made = { client, quotas: makeCallQuotas({ region, raised, limits, clock, pauses }) };
  regions.set(region, made);
  return made;
}

/** What is made of an instance, once for each that the deployment names. */
function ofInstances<Made>(make: (instance: ConnectInstance, ports: ConnectPorts) => Made) {
  const made = new Map<string, Made>();
  return (instanceId: string): Made | undefined => {
    const instance = instances.get(instanceId);
    if (!instance) return undefined;
    const known = made.get(instanceId) ?? make(instance, { ...regionOf(instance), clock, pauses });
    made.set(instanceId, known);
    return known;
  };
}

/** The users of these instances. What is known of them is shared by everything in a function. */
const users = ofInstances(makeConnectUsers);

/** The statuses of these instances, shared in the same way. */
const statuses = ofInstances(makeStatuses);

/** Readers of the agent events of these instances. */
export const agentEventReaders = ofInstances((instance, ports): ReadAgentEvent => {
  const { instanceId } = instance;
  return makeReadAgentEvent(instance, {
    users: users(instanceId) ?? makeConnectUsers(instance, ports),
    statuses: statuses(instanceId) ?? makeStatuses(instance, ports),
  });
});

/** The agent that a user of one of these instances is, if it is one. */
export const agentIdOfUser = async (instanceId: string, userId: string): Promise<string | undefined> =>
  users(instanceId)?.agentIdOf({ userId });

/** The backends of the instances that the deployment names. Lastcall itself owns the agents of all others. */
export const backends: Backends = ofInstances((instance, ports) => {
  const known = users(instance.instanceId);
  return {
    ...makeAmazonConnectBackend(instance, ports, known, statuses(instance.instanceId)),
    ...(locale !== undefined && { notify: makeNotify(instance, { ...ports, report }, { locale, users: known }) }),
  };
});

const streaming = chatStreaming(envOrEmpty('AMAZON_CONNECT_CHATS'));

/** The same for chats. */
export const chatBackends: ChatBackends = ofInstances((instance, ports) =>
  makeAmazonConnectChats(instance, ports, streaming),
);

/** Where their agents are imported from. */
export const agentSources: AgentSources = ofInstances(makeAmazonConnectSource);

/** How often the agents of these instances are looked at. */
export const lookedAt: RegularLooks['instances'] = [...instances.values()].map(({ instanceId, pollSeconds }) => ({
  instanceId,
  everySeconds: pollSeconds,
}));

import { z } from 'zod';
import {
  accept,
  agentStates,
  arnOf,
  type ConnectAgent,
  type ConnectContact,
  clear,
  hangUp,
  shownState,
} from './connect-agent.ts';
import type { StandIn } from './stand-in.ts';

/** Less than the timeouts of proxies, as in Amazon Connect. */
const pollMillis = 25_000;

const contactParams = z.object({ contactId: z.string() });

/** The requests of a CCP's worker, by the names of Amazon Connect's API. Other methods are refused. */
const requestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('getAgentConfiguration') }),
  z.object({ method: z.literal('getAgentSnapshot'), params: z.object({ nextToken: z.number().nullable() }) }),
  z.object({
    method: z.literal('putAgentState'),
    params: z.object({
      state: z.object({ agentStateARN: z.string().nullable() }),
      enqueueNextState: z.boolean().optional(),
    }),
  }),
  z.object({ method: z.literal('acceptContact'), params: contactParams }),
  z.object({ method: z.literal('destroyConnection'), params: contactParams }),
  z.object({ method: z.enum(['clearContact', 'completeContact']), params: contactParams }),
  z.object({ method: z.literal('sendClientLogs') }),
]);

/** The answer to the worker. 204 stands for no answer at all. */
export type ApiAnswer =
  | { readonly status: 200; readonly body: object }
  | { readonly status: 204 }
  | { readonly status: 400 | 401; readonly body: { readonly message: string } };

/** Answers a CCP's worker as Amazon Connect does. */
export async function answerCcp(standIn: StandIn, agentId: string, body: unknown): Promise<ApiAnswer> {
  const request = requestSchema.safeParse(body);
  if (!request.success) return { status: 400, body: { message: z.prettifyError(request.error) } };
  // A worker that received a terminate message may send its logs after the logout.
  const isAllowed = standIn.isLoggedIn(agentId) || request.data.method === 'sendClientLogs';
  if (!isAllowed) return { status: 401, body: { message: 'Nobody is logged in here' } };
  return answer(standIn, agentId, request.data);
}

async function answer(standIn: StandIn, agentId: string, request: z.output<typeof requestSchema>): Promise<ApiAnswer> {
  const changeContact = (apply: typeof accept, contactId: string): ApiAnswer => {
    standIn.change(agentId, (agent, now) => apply(agent, contactId, now));
    return { status: 200, body: {} };
  };
  switch (request.method) {
    case 'getAgentConfiguration':
      return { status: 200, body: { configuration: configurationOf(agentId) } };
    case 'getAgentSnapshot':
      return poll(standIn, agentId, request.params.nextToken);
    case 'putAgentState': {
      const { state, enqueueNextState = false } = request.params;
      const { agentStateARN } = state;
      const put = await standIn.putState(agentId, { agentStateARN, enqueueNextState });
      if (put.type === 'failed') return { status: 400, body: { message: put.error } };
      return put.type === 'lost' ? { status: 204 } : { status: 200, body: {} };
    }
    case 'acceptContact':
      return changeContact(accept, request.params.contactId);
    case 'destroyConnection':
      return changeContact(hangUp, request.params.contactId);
    case 'clearContact':
    case 'completeContact':
      return changeContact(clear, request.params.contactId);
    case 'sendClientLogs':
      standIn.logTerminate(agentId);
      return { status: 200, body: {} };
  }
}

/** Answers at once if the worker has an older version of the agent, else as soon as there is a change. */
async function poll(standIn: StandIn, agentId: string, nextToken: number | null): Promise<ApiAnswer> {
  await standIn.waitForChange(agentId, nextToken ?? 0, pollMillis);
  if (!standIn.isLoggedIn(agentId)) return { status: 401, body: { message: 'The agent has been logged out' } };
  const { agent, version } = standIn.get(agentId);
  return { status: 200, body: { snapshot: snapshotOf(agent, Date.now()), nextToken: version } };
}

const queue = { queueARN: arnOf('queue/1'), queueId: arnOf('queue/1'), name: 'BasicQueue' };

/** The body of `getAgentSnapshot`, with times in milliseconds. Streams expects them as dates. */
const snapshotOf = (agent: ConnectAgent, now: number) => ({
  state: { ...shownState(agent), startTimestamp: agent.since },
  nextState: agent.next ?? null,
  agentAvailabilityState: { state: shownState(agent).type, timeStamp: agent.since },
  contacts: agent.contacts.map(contactSnapshot),
  snapshotTimestamp: now,
});

function contactSnapshot({ contactId, channel, state, since }: ConnectContact) {
  const connectionState = { type: state === 'ended' ? 'disconnected' : state, timestamp: since };
  const connection = { state: connectionState, monitoringStatus: null, endpoint: null };
  return {
    contactId,
    initialContactId: null,
    type: channel,
    state: { type: state, timestamp: since },
    connections: [
      { ...connection, connectionId: `${contactId}-agent`, type: 'agent', initial: false },
      { ...connection, connectionId: `${contactId}-customer`, type: 'inbound', initial: true },
    ],
    queue,
    queueTimestamp: since,
    attributes: {},
    contactDuration: '0',
  };
}

/** The body of `getAgentConfiguration`. The CCP fetches it before Streams reports the agent. */
const configurationOf = (agentId: string) => ({
  name: `Agent ${agentId}`,
  username: agentId,
  agentARN: arnOf(`agent/${agentId}`),
  agentStates,
  agentPreferences: { LANGUAGE: 'en_US' },
  dialableCountries: [],
  extension: '',
  permissions: [],
  routingProfile: {
    name: 'Basic routing profile',
    routingProfileARN: arnOf('routing-profile/1'),
    routingProfileId: arnOf('routing-profile/1'),
    channelConcurrencyMap: { VOICE: 1, CHAT: 2, TASK: 0 },
    defaultOutboundQueue: queue,
    queues: [queue],
  },
  softphoneAutoAccept: false,
  softphoneEnabled: false,
});

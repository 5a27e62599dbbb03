import { agentStates, arnOf } from './agent-states.ts';
import { type Desk, type DeskContact, shownState } from './desk.ts';

const queue = { queueARN: arnOf('queue/1'), queueId: arnOf('queue/1'), name: 'BasicQueue' };

/** What `getAgentSnapshot` answers of a desk, with times in milliseconds; Streams wants them as dates. */
export const snapshotOf = (desk: Desk, now: number) => ({
  state: { ...shownState(desk), startTimestamp: desk.since },
  nextState: desk.next ?? null,
  agentAvailabilityState: { state: shownState(desk).type, timeStamp: desk.since },
  contacts: desk.contacts.map(contactSnapshot),
  snapshotTimestamp: now,
});

function contactSnapshot({ contactId, channel, state, since }: DeskContact) {
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

/** What the CCP gathers of an agent's configuration before Streams calls the agent there. */
export const configurationOf = (agentId: string) => ({
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

import { describe, expect, test } from '@jest/globals';
import type { KinesisRecord } from '../../local/connect/events/event-source.ts';
import type { StandInSettings } from '../../local/connect/stand-in.ts';
import { aCentre, anAgent, start, type TestedCentre } from './a-centre.ts';

const agentEventStream = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents';
const minute = 60_000;

/** A centre with the agent events that have arrived, in order unless the settings say otherwise. */
async function aWatchedCentre(settings: Partial<StandInSettings> = {}) {
  const records: KinesisRecord[] = [];
  const centre = await aCentre(
    { switches: { eventDelivery: 'inOrder' }, onAgentEvent: (record) => records.push(record), ...settings },
    { agentEventStream, groups: [{ id: 'g1', name: 'Night' }] },
  );
  return { ...centre, records };
}

const eventsOf = (records: readonly KinesisRecord[]) =>
  records.map(({ kinesis }) => JSON.parse(Buffer.from(kinesis.data, 'base64').toString()));

/** The parts of events that tell what has happened. */
const outline = (records: readonly KinesisRecord[]) =>
  eventsOf(records).map(({ EventType, CurrentAgentSnapshot: now }) => [
    EventType,
    now?.AgentStatus.Name,
    now?.NextAgentStatus?.Name ?? null,
    now?.Contacts.map(({ State }: { State: string }) => State).join(' '),
  ]);

function connectAChat({ contacts, queueId }: TestedCentre, userId: string): string {
  const { id } = contacts.begin({ channel: 'CHAT', queueId });
  contacts.offer(id, userId);
  contacts.accept(id);
  return id;
}

describe('Agent events', () => {
  test('tell each change: sign-in, statuses, contacts, the next status and its application', async () => {
    const centre = await aWatchedCentre();
    const { agents, contacts, records } = centre;
    const ann = anAgent(centre);
    const chat = connectAChat(centre, ann.id);
    agents.chooseStatus(ann.id, 'Offline');
    contacts.end(chat);
    contacts.clear(ann.id, chat);
    agents.logOut(ann.id);
    expect(outline(records)).toEqual([
      ['LOGIN', 'Offline', null, ''],
      ['STATE_CHANGE', 'Available', null, ''],
      ['STATE_CHANGE', 'Available', null, 'CONNECTING'],
      ['STATE_CHANGE', 'Available', null, 'CONNECTED'],
      ['STATE_CHANGE', 'Available', 'Offline', 'CONNECTED'],
      ['STATE_CHANGE', 'Available', 'Offline', 'ENDED'],
      ['STATE_CHANGE', 'Offline', null, ''],
      ['LOGOUT', 'Offline', null, ''],
    ]);
  });

  test('are records of the stream by agent, written as documented', async () => {
    const centre = await aWatchedCentre();
    const { instance, time, records, queueId, contacts } = centre;
    const ann = anAgent(centre, 'ann', { hierarchyGroupId: 'g1' });
    const first = contacts.begin({ channel: 'CHAT', queueId });
    const leg = contacts.transfer(first.id, queueId);
    await time.runUntil(start + 1000);
    contacts.offer(leg.id, ann.id);
    const record = records.at(-1);
    const agentArn = instance.arns.of('agent', ann.id);
    expect(record).toMatchObject({
      eventSource: 'aws:kinesis',
      eventSourceARN: agentEventStream,
      kinesis: { partitionKey: agentArn, approximateArrivalTimestamp: (start + 1000) / 1000 },
    });
    const slots = (AvailableSlots: number, Channel: string, MaximumSlots: number) => ({
      AvailableSlots,
      Channel,
      MaximumSlots,
    });
    const Channels = ['VOICE', 'CHAT', 'TASK'];
    const support = { ARN: instance.arns.of('queue', queueId), Channels, Name: 'Support' };
    expect(eventsOf(records).at(-1)).toEqual({
      AWSAccountId: '111122223333',
      AgentARN: agentArn,
      CurrentAgentSnapshot: {
        AgentStatus: {
          ARN: instance.arns.of('agent-state', centre.statusId('Available')),
          Name: 'Available',
          StartTimestamp: new Date(start).toISOString(),
          Type: 'ROUTABLE',
        },
        NextAgentStatus: null,
        Configuration: {
          AgentHierarchyGroups: { Level1: { ARN: instance.arns.of('agent-group', 'g1'), Name: 'Night' } },
          FirstName: 'ann',
          LastName: 'Example',
          Proficiencies: [],
          Username: 'ann',
          RoutingProfile: {
            ARN: instance.arns.of('routing-profile', ann.routingProfileId),
            Name: 'Everything',
            Concurrency: [slots(1, 'VOICE', 1), slots(2, 'CHAT', 3), slots(5, 'TASK', 5)],
            DefaultOutboundQueue: support,
            InboundQueues: [{ ARN: instance.arns.of('queue', `agent/${ann.id}`), Channels, Name: null }, support],
          },
        },
        Contacts: [
          {
            Channel: 'CHAT',
            ConnectedToAgentTimestamp: null,
            ContactId: leg.id,
            InitialContactId: first.id,
            InitiationMethod: 'TRANSFER',
            Queue: { ARN: instance.arns.of('queue', queueId), Name: 'Support' },
            QueueTimestamp: new Date(start).toISOString(),
            State: 'CONNECTING',
            StateStartTimestamp: new Date(start + 1000).toISOString(),
          },
        ],
      },
      EventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      EventTimestamp: new Date(start + 1000).toISOString(),
      EventType: 'STATE_CHANGE',
      InstanceARN: instance.arns.instance,
      PreviousAgentSnapshot: expect.objectContaining({ Contacts: [] }),
      Version: '2017-10-01',
    });
  });

  test('Logout during a contact ends the session at once, and Offline is the next status', async () => {
    const centre = await aWatchedCentre();
    const ann = anAgent(centre);
    connectAChat(centre, ann.id);
    centre.agents.logOut(ann.id);
    expect(outline(centre.records).slice(-2)).toEqual([
      ['STATE_CHANGE', 'Available', 'Offline', 'CONNECTED'],
      ['LOGOUT', 'Available', 'Offline', 'CONNECTED'],
    ]);
  });

  test('a page may choose Available right after Offline, with no sign-in between', async () => {
    const centre = await aWatchedCentre();
    const ann = anAgent(centre);
    centre.agents.insistOnAvailable(ann.id);
    for (const status of ['Available', 'Offline']) {
      centre.agents.chooseStatus(ann.id, 'Offline');
      await centre.time.runUntil(centre.time.now());
      expect(centre.stateOf(ann).status.name).toBe(status);
    }
    expect(outline(centre.records).map(([type, status]) => `${type} ${status}`)).toEqual([
      'LOGIN Offline',
      'STATE_CHANGE Available',
      'STATE_CHANGE Offline',
      'STATE_CHANGE Available',
      'STATE_CHANGE Offline',
    ]);
  });

  test('a sign-in and a sign-out may have no snapshots', async () => {
    const centre = await aWatchedCentre({ switches: { eventDelivery: 'inOrder', signInSnapshots: 'null' } });
    const ann = anAgent(centre);
    centre.agents.openLogoutPage(ann.id);
    const [login, change, logout] = eventsOf(centre.records);
    for (const event of [login, logout])
      expect(event).toMatchObject({ CurrentAgentSnapshot: null, PreviousAgentSnapshot: null });
    expect([login.EventType, change.EventType, logout.EventType]).toEqual(['LOGIN', 'STATE_CHANGE', 'LOGOUT']);
    expect(centre.stateOf(ann).status.name).toBe('Available');
  });

  test.each([
    ['nothing', [], 'Available'],
    ['logoutEvent', ['LOGOUT'], 'Available'],
    ['logoutEventAndOffline', ['STATE_CHANGE', 'LOGOUT'], 'Offline'],
  ] as const)('a closed window, and the end of the 12 hours: %s', async (sessionEnd, events, status) => {
    const centre = await aWatchedCentre({ switches: { eventDelivery: 'inOrder', sessionEnd } });
    const { time, agents, records } = centre;
    const [ann, ben] = [anAgent(centre, 'ann'), anAgent(centre, 'ben')];
    records.splice(0);
    agents.endSession(ann.id);
    const typesOf = () => outline(records.splice(0)).flatMap(([type]) => (type === 'HEART_BEAT' ? [] : [type]));
    expect(typesOf()).toEqual(events);
    await time.runUntil(start + 12 * 60 * minute);
    expect(typesOf()).toEqual(events);
    expect([ann, ben].map((user) => centre.stateOf(user).status.name)).toEqual([status, status]);
    // Whoever signs in again has the old status.
    agents.signIn(ann.id);
    expect(centre.stateOf(ann).status.name).toBe(status);
  });

  test('heart beats come after two minutes of silence, until an hour after the sign-out', async () => {
    const centre = await aWatchedCentre();
    const { agents, time, records } = centre;
    const ann = anAgent(centre);
    await time.runUntil(start + minute);
    agents.chooseStatus(ann.id, 'Break');
    const beats = () =>
      eventsOf(records)
        .filter(({ EventType }) => EventType === 'HEART_BEAT')
        .map(({ EventTimestamp }) => (Date.parse(EventTimestamp) - start) / minute);
    await time.runUntil(start + 7 * minute);
    expect(beats()).toEqual([3, 5, 7]);
    expect(eventsOf(records).at(-1)).toMatchObject({
      CurrentAgentSnapshot: { AgentStatus: { Name: 'Break' } },
      PreviousAgentSnapshot: { AgentStatus: { Name: 'Available' } },
    });
    agents.openLogoutPage(ann.id);
    await time.runUntil(start + 24 * 60 * minute);
    expect(beats().at(-1)).toBe(67);
  });

  test('renaming and moving a user is a change with the status as it was', async () => {
    const centre = await aWatchedCentre();
    const ann = anAgent(centre);
    centre.agents.change(ann.id, { username: 'anna', hierarchyGroupId: 'g1' });
    expect(eventsOf(centre.records).at(-1)).toMatchObject({
      EventType: 'STATE_CHANGE',
      CurrentAgentSnapshot: { AgentStatus: { Name: 'Available' }, Configuration: { Username: 'anna' } },
      PreviousAgentSnapshot: { AgentStatus: { Name: 'Available' }, Configuration: { Username: 'ann' } },
    });
  });

  test('arrive late, out of order and twice, each with its own id and time', async () => {
    const eventFaults = { lateMillis: 1000, doubled: 0.2, lost: 0 };
    const centre = await aWatchedCentre({ switches: {}, eventFaults });
    const { agents, time, records } = centre;
    const ann = anAgent(centre);
    for (let changes = 0; changes < 100; changes++) {
      await time.runUntil(time.now() + 100);
      agents.chooseStatus(ann.id, changes % 2 ? 'Available' : 'Break');
    }
    await time.runUntil(time.now() + 1000);
    const events = eventsOf(records);
    const ids = new Set(events.map(({ EventId }) => EventId));
    expect(ids.size).toBe(102);
    expect(events.length).toBeGreaterThan(110);
    const times = events.map(({ EventTimestamp }) => EventTimestamp);
    expect(times).not.toEqual(times.toSorted());
    expect(records.map(({ kinesis }) => kinesis.sequenceNumber)).toEqual(
      records.map(({ kinesis }) => kinesis.sequenceNumber).toSorted(),
    );
  });

  test('a sign-out may arrive after a newer sign-in, and an event may have an unknown type', async () => {
    const centre = await aWatchedCentre();
    const { agents, time, records, events, instance } = centre;
    const ann = anAgent(centre);
    events.agentEvents.holdNext(({ EventType }) => EventType === 'LOGOUT', 5000);
    agents.openLogoutPage(ann.id);
    await time.runUntil(start + 1000);
    agents.signIn(ann.id);
    await time.runUntil(start + 5000);
    const snapshot = instance.snapshot(ann.id);
    events.sendAgentEvent({ type: 'PROFICIENCY_CHANGE', userId: ann.id, current: snapshot, previous: snapshot });
    expect(outline(records).map(([type]) => type)).toEqual([
      'LOGIN',
      'STATE_CHANGE',
      'LOGIN',
      'LOGOUT',
      'PROFICIENCY_CHANGE',
    ]);
  });

  test('may be written as in old samples', async () => {
    const centre = await aWatchedCentre({
      switches: { eventDelivery: 'inOrder', agentEventForm: 'asInOldSamples' },
    });
    const { agents, contacts, records } = centre;
    const ann = anAgent(centre);
    const { id } = contacts.begin({ channel: 'TASK' });
    contacts.offer(id, ann.id);
    agents.chooseStatus(ann.id, 'Offline');
    const event = eventsOf(records).at(-1);
    expect(event).toMatchObject({
      Version: '2019-05-25',
      CurrentAgentSnapshot: {
        NextAgentStatus: { Name: 'Offline', EnqueueTimestamp: new Date(start).toISOString() },
        Contacts: [{ Channel: 'TASKS' }],
      },
    });
    expect(event.CurrentAgentSnapshot.AgentStatus).not.toHaveProperty('Type');
    expect(event.CurrentAgentSnapshot.NextAgentStatus).not.toHaveProperty('EnqueuedTimestamp');
  });

  test('without a stream there are none', async () => {
    const records: KinesisRecord[] = [];
    const centre = await aCentre({
      switches: { eventDelivery: 'inOrder' },
      onAgentEvent: (record) => records.push(record),
    });
    anAgent(centre);
    expect(records).toEqual([]);
  });
});

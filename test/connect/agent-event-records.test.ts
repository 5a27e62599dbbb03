import { describe, expect, test } from '@jest/globals';
import { observationOfEvent, parseAgentEvent } from '../../functions/backends/amazon-connect/agent-event.ts';

const instance = 'arn:aws:connect:eu-central-1:111122223333:instance/8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f';
const agent = '7f1c6b1e-0d5a-4d0e-9a0e-2f6f0e1f4a11';
const at = Date.parse('2026-11-26T09:58:00.010Z');

/** An event as the admin guide prints one. */
const event = (more: object = {}, snapshot: object = {}) =>
  JSON.stringify({
    AWSAccountId: '111122223333',
    AgentARN: `${instance}/agent/${agent}`,
    CurrentAgentSnapshot: {
      AgentStatus: {
        ARN: `${instance}/agent-state/a1`,
        Name: 'Available',
        StartTimestamp: '2026-11-26T08:00:00.704Z',
        Type: 'ROUTABLE',
      },
      NextAgentStatus: null,
      Configuration: {
        AgentHierarchyGroups: { Level1: { ARN: `${instance}/agent-group/g1`, Name: 'Night' } },
        Username: 'ann',
        RoutingProfile: { ARN: `${instance}/routing-profile/p1`, Name: 'Chat', Concurrency: [] },
      },
      Contacts: [
        {
          Channel: 'CHAT',
          ContactId: 'c2',
          InitialContactId: null,
          InitiationMethod: 'TRANSFER',
          Queue: null,
          State: 'CONNECTED',
          StateStartTimestamp: '2026-11-26T09:50:21.011Z',
        },
      ],
      ...snapshot,
    },
    EventId: 'e1',
    EventTimestamp: '2026-11-26T09:58:00.010Z',
    EventType: 'STATE_CHANGE',
    InstanceARN: instance,
    PreviousAgentSnapshot: null,
    Version: '2017-10-01',
    ...more,
  });

const statuses = { typeOf: (id: string) => (id === 'offline' ? 'OFFLINE' : 'ROUTABLE') } as const;

const shown = (body: string) => {
  const { snapshot, at: when } = parseAgentEvent(body) ?? { at: 0 };
  return (
    snapshot && observationOfEvent(snapshot, { at: when, statuses, teams: ['hierarchyGroups', 'routingProfiles'] })
  );
};

describe('an agent event', () => {
  test('shows the agent as at its instant', () => {
    expect(parseAgentEvent(event())).toMatchObject({
      instanceId: '8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f',
      userId: agent,
      eventId: 'e1',
      at,
    });
    expect(shown(event())).toEqual({
      at,
      isEvent: true,
      status: { name: 'Available', type: 'ROUTABLE', since: Date.parse('2026-11-26T08:00:00.704Z') },
      isGoingOffline: false,
      contacts: [
        {
          contactId: 'c2',
          channel: 'CHAT',
          phase: 'connected',
          since: Date.parse('2026-11-26T09:50:21.011Z'),
          canBeStopped: true,
        },
      ],
      teamIds: ['g1', 'p1'],
    });
  });

  test.each(['EnqueuedTimestamp', 'EnqueueTimestamp'])('shows a next status with %s by its ARN', (name) => {
    const next = { ARN: `${instance}/agent-state/offline`, Name: 'Schluss', [name]: '2026-11-26T09:58:00.004Z' };
    expect(shown(event({}, { NextAgentStatus: next }))).toMatchObject({ isGoingOffline: true });
    const other = { ...next, ARN: `${instance}/agent-state/lunch` };
    expect(shown(event({}, { NextAgentStatus: other }))).toMatchObject({ isGoingOffline: false });
  });

  test('without the type of its status has it by the ARN', () => {
    const old = { ARN: `${instance}/agent-state/offline`, Name: 'Schluss', StartTimestamp: '2026-11-26T09:00:00Z' };
    expect(shown(event({}, { AgentStatus: old }))).toEqual({
      at,
      isEvent: true,
      type: 'offline',
      since: Date.parse('2026-11-26T09:00:00Z'),
    });
  });

  test.each([
    ['TASKS', 'PAUSED', 'TASK', 'connected'],
    ['TASK', 'CONNECTED_ONHOLD', 'TASK', 'connected'],
    ['VOICE', 'MISSED', 'VOICE', 'missed'],
    ['VOICE', 'ENDED', 'VOICE', 'afterContactWork'],
    ['EMAIL', 'CONNECTING', 'TASK', 'ringing'],
  ])('with a contact %s %s shows it as %s, %s', (Channel, State, channel, phase) => {
    expect(shown(event({}, { Contacts: [{ Channel, State, ContactId: 'c1' }] }))).toMatchObject({
      contacts: [{ contactId: 'c1', channel, phase, since: at }],
    });
  });

  test('may have ARNs without a partition, and null in place of groups, configuration and contacts', () => {
    const body = event(
      {
        InstanceARN: instance.replace(':aws:', '::'),
        AgentARN: `${instance}/agent/${agent}`.replace(':aws:', '::'),
      },
      { Configuration: { AgentHierarchyGroups: null, RoutingProfile: null }, Contacts: null },
    );
    expect(parseAgentEvent(body)).toMatchObject({ instanceId: '8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2f', userId: agent });
    expect(shown(body)).toMatchObject({ contacts: [], teamIds: [] });
    expect(shown(event({}, { Configuration: null }))).not.toHaveProperty('teamIds');
  });

  test.each(['LOGIN', 'LOGOUT'])('of a %s may show nothing, and then only names the agent', (EventType) => {
    const read = parseAgentEvent(event({ EventType, CurrentAgentSnapshot: null }));
    expect(read).toEqual({ instanceId: expect.any(String), userId: agent, eventId: 'e1', at });
  });

  test('with the status Error, an internal fault, only names the agent', () => {
    expect(parseAgentEvent(event({}, { AgentStatus: { ARN: 'x/y', Name: 'Error' } }))).not.toHaveProperty('snapshot');
  });
});

describe('a record of the stream', () => {
  test.each([
    ['a heart beat, which goes on after the agent has left', event({ EventType: 'HEART_BEAT' })],
    ['of a type that is not known', event({ EventType: 'SOMETHING_NEW', CurrentAgentSnapshot: 7 })],
    [
      'a contact record',
      JSON.stringify({ AWSContactTraceRecordFormatVersion: '2017-03-10', Agent: { ARN: 'a' }, ContactId: 'c1' }),
    ],
  ])('that is %s says nothing', (_, body) => {
    expect(parseAgentEvent(body)).toBeUndefined();
  });

  test.each([
    ['no JSON', '{'],
    ['another value', '7'],
    ['null', 'null'],
    ['an object of something else', '{}'],
    ['without an agent', event({ AgentARN: undefined })],
    ['without an instance', event({ InstanceARN: null })],
    ['without a type', event({ EventType: undefined })],
    ['without an id', event({ EventId: '' })],
    ['with an instant that is none', event({ EventTimestamp: 'yesterday' })],
    ['with a snapshot that is none', event({ CurrentAgentSnapshot: 'here' })],
    ['with a contact without an id', event({}, { Contacts: [{ Channel: 'VOICE' }] })],
  ])('that is %s is malformed', (_, body) => {
    expect(() => parseAgentEvent(body)).toThrow();
  });
});

import { describe, expect, test } from '@jest/globals';
import { parseBeginContact, parseEndContact } from '#dialects/native/contacts.ts';
import { renderAgent } from '#dialects/native/presence.ts';
import { parseChangeStatus, parseSignIn, parseSignOut, renderSignIn, renderSignOut } from '#dialects/native/session.ts';
import { anAddress, anAgent, aSession } from '../../support/agents.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { agentId: '11' };
const key = { instanceId: 'demo', agentId: '11' };

describe('signing in', () => {
  const signIn = (body: unknown) => parseSignIn(aRequest({ path, body }), 'session-1');

  test.each([[{}], [undefined]])('without a word (%j) the agent is Available, where the call comes from', (body) => {
    expect(signIn(body)).toEqual([
      key,
      {
        sessionId: 'session-1',
        status: 'Available',
        statusType: 'ROUTABLE',
        ipAddress: anAddress('203.0.113.9'),
        takeOver: false,
      },
    ]);
  });

  test('takes a status, an address and the session that is there', () => {
    const body = { status: ' lunch ', ipAddress: '2001:db8::1', takeOver: true };
    expect(signIn(body)[1]).toEqual({
      sessionId: 'session-1',
      status: 'lunch',
      statusType: 'CUSTOM',
      ipAddress: anAddress('2001:db8::1'),
      takeOver: true,
    });
    expect(signIn({ status: 'Ready', statusType: 'ROUTABLE' })[1]).toMatchObject({ statusType: 'ROUTABLE' });
  });

  test.each([
    [{ statusType: 'ROUTABLE' }, 'statusType', 'Must come with the status it is the type of'],
    [
      { status: 'gone', statusType: 'OFFLINE' },
      'statusType',
      'Must be ROUTABLE or CUSTOM: to go offline, sign out with DELETE /v1/agents/{agentId}/session',
    ],
    [{ status: 'gone', statusType: 'AWAY' }, 'statusType', 'Must be ROUTABLE or CUSTOM, got "AWAY"'],
    [{ status: '  ' }, 'status', 'Must be 1 to 64 printable characters, got ""'],
    [{ status: 'a\nb' }, 'status', 'Must be 1 to 64 printable characters, got "a\\nb"'],
    [{ ipAddress: '10.0.0.0/24' }, 'ipAddress', 'Must be one IP address such as 10.0.0.1, got "10.0.0.0/24"'],
    [{ takeOver: 'yes' }, 'takeOver', 'Must be true or false, got "yes"'],
    [{ leaseSeconds: 9 }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got 9'],
    [{ leaseSeconds: 601 }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got 601'],
    [{ leaseSeconds: '60' }, 'leaseSeconds', 'Must be a whole number of seconds, 10 to 600, got "60"'],
    [{ lease: 60 }, 'lease', 'Unknown key; known are status, statusType, ipAddress, leaseSeconds, takeOver'],
  ])('%j is refused', (body, at, message) => {
    expect(faultsOf(() => signIn(body))).toEqual([{ path: at, message }]);
  });

  test('a type without its status is told beside other faults', () => {
    const paths = faultsOf(() => signIn({ statusType: 'CUSTOM', takeOver: 1, lease: 1 })).map((fault) => fault.path);
    expect(paths.toSorted()).toEqual(['lease', 'statusType', 'takeOver']);
  });

  test('from an address that cannot be told needs one', () => {
    expect(faultsOf(() => parseSignIn(aRequest({ path, sourceIp: 'unknown' }), 's'))).toEqual([
      { path: 'ipAddress', message: 'Must be given, for the address of this call cannot be told' },
    ]);
  });

  test('is answered with the session', () => {
    expect(renderSignIn({ type: 'done', agent: anAgent({ session: aSession() }) })).toEqual({
      status: 201,
      body: { sessionId: 'session-1', signedInAt: '2026-11-21T09:30:00.000Z' },
    });
  });

  test.each([
    ['unknownAgent', 'notFound', 'There is no agent with this id: create one with PUT /v1/agents/{agentId}'],
    [
      'alreadySignedIn',
      'conflict',
      'This agent is already signed in: sign out first, or send takeOver true to end that session',
    ],
    [
      'beingSignedOut',
      'conflict',
      'This agent is being signed out when the contact in hand ends: wait until then, or end that contact',
    ],
  ] as const)('%s is refused', (type, problem, message) => {
    expect(refusalOf(() => renderSignIn({ type }))).toEqual({ type: problem, message });
  });
});

describe('another status', () => {
  const change = (body: unknown) => parseChangeStatus(aRequest({ path, body }));

  test('is one of the centre’s own unless it says otherwise', () => {
    expect(change({ status: 'Break' })).toEqual([key, { status: 'Break', statusType: 'CUSTOM' }]);
    expect(change({ status: 'Ready', statusType: 'ROUTABLE' })[1].statusType).toBe('ROUTABLE');
  });

  test('needs a name', () => {
    expect(faultsOf(() => change({ statusType: 'CUSTOM' }))).toEqual([
      { path: 'status', message: 'Must be 1 to 64 printable characters, but is missing' },
    ]);
    expect(faultsOf(() => change(undefined))).toEqual([
      { path: '', message: 'Must be an object with status, statusType, but is missing' },
    ]);
  });

  test('is no use to somebody who is not signed in', () => {
    expect(refusalOf(() => renderAgent({ type: 'notSignedIn' }))).toEqual({
      type: 'conflict',
      message: 'This agent is not signed in: sign in first with PUT /v1/agents/{agentId}/session',
    });
  });
});

describe('signing out', () => {
  test('is done, also when it was done before', () => {
    expect(parseSignOut(aRequest({ path }))).toEqual(key);
    expect(renderSignOut({ type: 'done', agent: anAgent() })).toEqual({ status: 204 });
    expect(renderSignOut({ type: 'alreadySignedOut' })).toEqual({ status: 204 });
  });

  test('waits for the contact in hand', () => {
    expect(refusalOf(() => renderSignOut({ type: 'busy' }))).toEqual({
      type: 'conflict',
      message: 'This agent has a contact in hand: end it first, or force the logout with POST /v1/force-logouts',
    });
    expect(refusalOf(() => renderSignOut({ type: 'unknownAgent' })).type).toBe('notFound');
  });

  test('takes no body', () => {
    expect(faultsOf(() => parseSignOut(aRequest({ path, body: { force: true } })))).toEqual([
      { path: 'force', message: 'Unknown key; there are none to give' },
    ]);
  });
});

describe('contacts', () => {
  const of = { agentId: '11', contactId: 'call:1' };

  test('begin and end', () => {
    expect(parseBeginContact(aRequest({ path: of, body: { channel: 'VOICE' } }))).toEqual([
      key,
      { contactId: 'call:1', channel: 'VOICE' },
    ]);
    expect(parseEndContact(aRequest({ path: of }))).toEqual([key, 'call:1']);
  });

  test('have a channel and an id', () => {
    const path = { agentId: '11', contactId: 'c'.repeat(257) };
    expect(faultsOf(() => parseBeginContact(aRequest({ path, body: { channel: 'FAX' } })))).toEqual([
      {
        path: 'contactId',
        message: `Must be 1 to 256 characters of letters, digits and . _ : -, got "${'c'.repeat(60)}…"`,
      },
      { path: 'channel', message: 'Must be VOICE, CHAT or TASK, got "FAX"' },
    ]);
  });

  test('are not too many at a time', () => {
    expect(refusalOf(() => renderAgent({ type: 'tooManyContacts' }))).toEqual({
      type: 'conflict',
      message: 'This agent has 20 contacts in hand, and no more are taken: end one first',
    });
  });
});

test.each([
  ['sign in', (request: Parameters<typeof parseSignOut>[0]) => parseSignIn(request, 's')],
  ['change status', parseChangeStatus],
  ['sign out', parseSignOut],
  ['begin contact', parseBeginContact],
  ['end contact', parseEndContact],
])('to %s takes the scope to write sessions', (_, parse) => {
  const caller = aCaller('sessions:read', 'logout:bulk');
  expect(refusalOf(() => parse(aRequest({ caller })))).toEqual({ type: 'forbidden', scope: 'sessions:write' });
});

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { makeFeed } from '../../local/feed/feed.ts';

const main = (...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['local/main.ts', ...options], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('npm start', () => {
  test.each([
    [['--port', 'x'], '--port must be 0 to 65528, got x\n'],
    [['--port', '70000'], '--port must be 0 to 65528, got 70000\n'],
    [['--speed', '0'], '--speed must be above 0 and at most 3600, got 0\n'],
    [['--backend', 'genesys'], '--backend must be standalone or amazonConnect, got genesys\n'],
    [['--connect-endpoint', 'http://127.0.0.1:1'], '--connect-endpoint is for --backend amazonConnect\n'],
    [
      ['--backend', 'amazonConnect', '--connect-endpoint', 'nowhere'],
      '--connect-endpoint must be a URL such as http://127.0.0.1:4566, got nowhere\n',
    ],
    [
      ['--backend', 'amazonConnect', '--connect-endpoint', 'http://127.0.0.1:1'],
      '--connect-endpoint needs a seed that names its instance: "connect": {"instanceArn": "arn:aws:connect:…"}\n',
    ],
    [['--bogus'], "Unknown option '--bogus'; npm start -- --help says what there is\n"],
  ])('%j prints one line and exits with 1', (options, message) => {
    expect(main(...options)).toEqual({ status: 1, stdout: '', stderr: message });
  });

  test('--help lists the options', () => {
    const { status, stdout } = main('--help');
    expect(status).toBe(0);
    for (const option of ['--port', '--speed', '--fresh', '--seed', '--backend', '--connect-endpoint'])
      expect(stdout).toContain(option);
  });
});

const ids = (agentId: string) => ({ instanceId: 'demo', agentId, sessionId: `session of ${agentId}` });
const order = { requestedBy: 'demo', reason: 'Ann is ill' };
const results = (outcomes: Readonly<Record<string, string>>) =>
  JSON.stringify({ results: Object.entries(outcomes).map(([agentId, outcome]) => ({ agentId, outcome })) });
const ofKey = (key: string) => `Basic ${Buffer.from(`${key}:secret`).toString('base64')}`;

/** A feed that has begun at 15:44:02, with a clock that stands still until `pass` moves it. */
function aFeed() {
  const printed: string[] = [];
  const waiting: { readonly at: number; readonly then: () => void }[] = [];
  let passed = 0;
  let events = 0;
  const feed = makeFeed({
    print: (line) => printed.push(line),
    now: () => new Date(2026, 10, 27, 15, 44, 2, passed),
    after: (millis, then) => waiting.push({ at: passed + millis, then }),
  });
  feed.begin();
  return {
    feed,
    event(type: string, detail: object, eventId = `event ${++events}`): void {
      const envelope = { version: '0', id: eventId, account: '', region: '', resources: [], time: '' } as const;
      feed.onEvent({ ...envelope, source: 'lastcall', 'detail-type': type, detail: { type, eventId, ...detail } });
    },
    request: (routeKey = 'POST /v1/force-logouts', headers = {}, asked = {}) => {
      const body = Buffer.from(JSON.stringify(asked));
      const onAnswer = feed.onRequest({ routeKey, headers: { authorization: ofKey('demo'), ...headers }, body });
      return (body: string) => onAnswer?.({ statusCode: 200, body });
    },
    pass(millis: number): void {
      passed += millis;
      const due = waiting.filter(({ at }) => at <= passed);
      waiting.splice(0, waiting.length, ...waiting.filter(({ at }) => at > passed));
      for (const { then } of due) then();
    },
    /** The lines since the last look, without their time, which is always that of the clock. */
    lines: () => printed.splice(0).map((line) => line.replace(/^15:44:\d\d /, '')),
    printed,
  };
}

describe('the lines after "ready"', () => {
  test('a forced logout is one line with the local time: what its answer says, and nothing more of its events', () => {
    const { event, request, pass, printed } = aFeed();
    const answer = request();
    for (const agentId of ['11', '12', '13']) event('AgentSignedOut', { ...ids(agentId), cause: 'forced', order });
    event('AgentLogoutDeferred', { ...ids('14'), order });
    pass(5_000);
    expect(printed).toEqual([]);
    answer(results({ 11: 'loggedOut', 12: 'loggedOut', 13: 'loggedOut', 14: 'deferred', 15: 'alreadySignedOut' }));
    pass(5_000);
    expect(printed).toEqual(['15:44:07 forced logout by demo: 3 out, 1 after the call, 1 already out']);
  });

  test('whoever had to finish a call has a line at its end', () => {
    const { event, request, lines } = aFeed();
    const answer = request();
    event('AgentLogoutDeferred', { ...ids('11'), order });
    answer(results({ 11: 'deferred' }));
    event('AgentSignedOut', { ...ids('11'), cause: 'forced', order });
    expect(lines()).toEqual([
      'forced logout by demo: 1 after the call',
      'agent 11: signed out after the call, forced logout by demo',
    ]);
  });

  test.each([
    [
      'rows of CCAI',
      '[{"agent_id":11,"current_status":"Offline"},{"agent_id":12,"current_status":"In-call"}]',
      '1 out, 1 after the call',
    ],
    ['a job of CCAI', '{"id":4,"status":"created","link":"http://127.0.0.1/jobs/4"}', 'job 4 started'],
    [
      'a job of the own API',
      '{"jobId":4,"status":"created","link":"http://127.0.0.1/v1/force-logouts/4"}',
      'job 4 started',
    ],
    ['outcomes of a later release', results({ 12: 'onHold', 11: 'loggedOut' }), '1 out, 1 onHold'],
    ['nobody', results({}), 'nobody'],
  ])('an answer with %s is read', (_, body, text) => {
    const { event, request, lines } = aFeed();
    const answer = request('POST /apps/api/v1/agent_statuses/force_logout');
    event('AgentLogoutDeferred', { ...ids('12'), order });
    answer(body);
    expect(lines()).toEqual([`forced logout by demo: ${text}`]);
  });

  test('a dry run is one line that says so, and so is a request that is repeated with its key', () => {
    const { request, lines } = aFeed();
    const answer = results({ 11: 'loggedOut', 12: 'deferred' });
    request(undefined, {}, { dryRun: true })(answer);
    expect(lines()).toEqual(['dry run of a forced logout by demo: 1 out, 1 after the call']);
    for (const key of ['a', 'a', 'b', 'a']) request(undefined, { 'idempotency-key': key })(answer);
    expect(lines()).toEqual(Array(2).fill('forced logout by demo: 1 out, 1 after the call'));
  });

  test('a refusal, and an answer to anything else, has no line', () => {
    const { request, pass, lines } = aFeed();
    for (const body of ['{"type":"forbidden","status":403}', '', 'not JSON', 'null']) request()(body);
    request('GET /v1/force-logouts/{jobId}')('{"jobId":4,"status":"completed"}');
    pass(5_000);
    expect(lines()).toEqual([]);
  });

  test('where no answer says what became of several agents, the events do, after a second', () => {
    const { event, request, pass, lines } = aFeed();
    const answer = request();
    event('AgentSignedOut', { ...ids('11'), cause: 'forced', order: { requestedBy: 'supervisor-7' } });
    event('AgentSignedOut', { ...ids('12'), cause: 'forced', order });
    answer(results({ 12: 'loggedOut' }));
    expect(lines()).toEqual(['forced logout by demo: 1 out']);
    pass(1_000);
    expect(lines()).toEqual(['forced logout by supervisor-7: 1 out']);
  });

  test('a job has a line at its start and its end, and none for its agents in between', () => {
    const { event, request, pass, lines } = aFeed();
    const jobOrder = { ...order, jobId: 4 };
    request()('{"jobId":4,"status":"created","link":"http://127.0.0.1/v1/force-logouts/4"}');
    for (let agent = 0; agent < 2_000; agent++)
      event('AgentSignedOut', { ...ids(String(agent)), cause: 'forced', order: jobOrder });
    event('AgentLogoutDeferred', { ...ids('busy'), order: jobOrder });
    pass(1_000);
    event('LogoutJobCompleted', {
      ...{ instanceId: 'demo', jobId: 4, order },
      counts: { matched: 2_003, loggedOut: 2_000, deferred: 1, alreadySignedOut: 0, skipped: 0, failed: 2 },
    });
    event('AgentSignedOut', { ...ids('busy'), cause: 'forced', order: jobOrder });
    expect(lines()).toEqual([
      'forced logout by demo: job 4 started',
      'forced logout by demo: job 4 completed, 2000 out, 1 after the call, 2 failed',
      'agent busy: signed out after the call, forced logout by demo',
    ]);
    event('AgentSignedOut', { ...ids('unseen until now'), cause: 'forced', order: jobOrder });
    pass(1_000);
    expect(lines()).toEqual(['forced logout by demo: 1 out']);
  });

  test('a flood of one kind is five lines and then a sum each second; other kinds are not affected', () => {
    const { event, pass, lines, feed } = aFeed();
    const signIns = (count: number) => {
      for (let agent = 0; agent < count; agent++) event('AgentSignedIn', { ...ids(String(agent)), status: 'lunch' });
    };
    signIns(1_000);
    event('ChatStarted', { contactId: 'chat-1' });
    expect(lines()).toEqual([
      ...[0, 1, 2, 3, 4].map((agentId) => `agent ${agentId}: signed in, lunch`),
      'chat chat-1: started',
    ]);
    pass(1_000);
    signIns(20);
    expect(lines()).toEqual(['995 more agents signed in']);
    pass(1_000);
    expect(lines()).toEqual(['20 more agents signed in']);
    pass(1_000);
    signIns(7);
    expect(lines()).toHaveLength(5);
    feed.end();
    expect(lines()).toEqual(['2 more agents signed in']);
  });

  test('an event that comes again has no second line', () => {
    const { event, lines } = aFeed();
    for (let n = 0; n < 3; n++) event('AgentSignedIn', { ...ids('11'), status: 'Available' }, 'demo/agent/11/1');
    expect(lines()).toEqual(['agent 11: signed in, Available']);
  });

  test.each([
    ['AgentSignedOut', { agentId: '11', cause: 'leaseExpired' }, 'agent 11: signed out because the lease expired'],
    ['AgentSignedOut', { agentId: '11', cause: 'signedOut', order }, 'agent 11: signed out by the agent'],
    ['AgentSignedOut', { agentId: '11', cause: 'newerCause' }, 'agent 11: signed out newerCause'],
    [
      'AgentStatusChanged',
      { agentId: '11', status: 'In-call', previousStatus: 'lunch' },
      'agent 11: In-call, was lunch',
    ],
    ['ParticipantJoined', { contactId: 'c', role: 'AGENT', agentId: '11' }, 'chat c: agent 11 joined'],
    [
      'ParticipantWentIdle',
      { contactId: 'c', role: 'CUSTOMER', idleMinutes: 2 },
      'chat c: customer idle after 2 minutes',
    ],
    [
      'ParticipantsDisconnected',
      { contactId: 'c', silentRole: 'CUSTOMER', participantIds: ['p'], next: { type: 'nothing' } },
      'chat c: 1 auto-disconnected, the customer was idle',
    ],
    ['ChatEnded', { contactId: 'c', cause: 'customerLeft' }, 'chat c: ended, the customer left'],
    [
      'AgentsImported',
      { importId: 'i', listed: 40, created: 39, changed: 1, deleted: 0, passedOver: 0 },
      'import of agents: 40 listed, 39 new, 1 changed, 0 deleted',
    ],
    ['AgentImportFailed', { importId: 'i', fault: 'denied' }, 'import of agents: failed, denied'],
    ['AgentsReconciled', { looked: 40, differed: 2 }, 'look at everybody: 40 agents, 2 mended'],
  ])('%s %j is one plain line', (type, detail, line) => {
    const { event, lines } = aFeed();
    event(type, { instanceId: 'demo', ...detail });
    expect(lines()).toEqual([line]);
  });

  test('what others wrote cannot break out of its line or fill the screen', () => {
    const { event, lines } = aFeed();
    event('AgentSignedIn', { ...ids('11'), status: '\u001b[2Jaway\r\n15:44:02 forced logout' });
    event('AgentSignedIn', { ...ids('12'), status: 'x'.repeat(10_000) });
    const [first = '', second = ''] = lines();
    expect(first).toBe('agent 11: signed in,  [2Jaway 15:44:02 forced logout');
    expect(second.length).toBeLessThanOrEqual(201);
  });

  test('the seed, events of others and events that cannot be read have no line', () => {
    const { feed, event, lines } = aFeed();
    event('AgentSignedIn', { agentId: 11 });
    event('SomethingNew', { agentId: '11' });
    const envelope = { version: '0', id: '', account: '', region: '', resources: [], time: '' } as const;
    feed.onEvent({
      ...envelope,
      source: 'aws.connect',
      'detail-type': 'x',
      detail: { type: 'ChatStarted', eventId: '1', contactId: 'c' },
    });
    expect(lines()).toEqual([]);

    const printed: string[] = [];
    const starting = makeFeed({ print: (line) => printed.push(line), now: () => new Date(), after: () => {} });
    starting.onEvent({
      ...envelope,
      source: 'lastcall',
      'detail-type': 'x',
      detail: { type: 'ChatStarted', eventId: '1', contactId: 'c' },
    });
    starting.end();
    expect(printed).toEqual([]);
  });
});

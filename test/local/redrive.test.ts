import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { logoutMessageBody } from '#adapters/sqs/logout-queue.ts';
import { wakeUpBody } from '#adapters/sqs/wake-ups.ts';
import { aJob } from '#test/support/logout-jobs.ts';
import { credentials, region } from '../../local/aws/account.ts';
import { fastApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { type HttpService, startHttpService } from '../support/http-service.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { openState } from './app-state.ts';
import { runCommand } from './run-command.ts';

const instanceId = 'redrive';
let centre: Centre;
let webhook: HttpService;
beforeAll(async () => {
  centre = await aCentre(await fastApp(), instanceId);
  webhook = await startHttpService(() => ({ status: 204 }));
});
afterAll(() => webhook.stop());

const redrive = (...options: string[]) => runCommand(centre.app, 'bin/redrive.ts', options);
const ofStage = (queue: string, ...more: string[]) => redrive('--stage', 'dev', '--queue', queue, ...more);

/** Puts letters into a queue of dead letters, whose name is the one of the service stack and this one. */
async function leave(queue: string, ...bodies: readonly string[]): Promise<void> {
  const { sqs: endpoint } = centre.app.addresses;
  const client = new SQSClient({ region, credentials, endpoint });
  const QueueUrl = `${endpoint}/000000000000/Lastcall-dev-Service-${queue}`;
  for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  client.destroy();
}

test('a job whose work has failed goes on when it is sent back, and counts each agent once if it is sent twice', async () => {
  const { app, call } = centre;
  await call('PUT', '/v1/agents/1', { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] });
  await call('PUT', '/v1/agents/1/session', { status: 'Available', statusType: 'ROUTABLE' });
  const { jobs, plan } = openState(app);
  const job = { instanceId, jobId: 77 };
  await plan.putSelector(job, { agentIds: ['1'], teamIds: [], ipRanges: [] });
  await jobs.save({ state: aJob({ ...job, startedAt: centre.now() }), version: 1, sequence: 0, outbox: [] }, undefined);
  const planning = logoutMessageBody({ type: 'plan', ...job, page: 0, from: { list: 0 } });
  await leave('LogoutQueue-DeadLetters', planning, planning);

  for (const _ of ['first', 'again']) {
    const { status, stdout } = await ofStage('LogoutQueue', '--dry-run');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^LogoutQueue: 2 dead letters \(plan 2\), the oldest of [\dT:.-]+Z; nothing was changed\n$/,
      ),
    ]);
  }
  expect((await ofStage('LogoutQueue')).stdout).toMatch(
    /^LogoutQueue: sent back: 2 dead letters \(plan 2\), the oldest/,
  );
  const done = await eventually(async () => {
    const found = await call('GET', '/v1/force-logouts/77');
    return found.status === 'completed' ? found : undefined;
  });
  expect(done.counts).toMatchObject({ matched: 1, loggedOut: 1 });
  expect(await ofStage('LogoutQueue')).toMatchObject({
    status: 0,
    stdout: 'LogoutQueue: sent back: no dead letters\n',
  });
});

test('a dry run tells kinds of work, and no id', async () => {
  const lost = wakeUpBody({ kind: 'agent', instanceId, agentId: 'nobody', at: 0 });
  await leave(
    'WakeUpQueue-DeadLetters',
    lost,
    wakeUpBody({ kind: 'chat', instanceId, contactId: 'none', at: 0 }),
    lost,
  );
  const { stdout } = await ofStage('WakeUpQueue', '--dry-run');
  expect(stdout).toMatch(/^WakeUpQueue: 3 dead letters \(agent 2, chat 1\), /);
  expect((await ofStage('WakeUpQueue')).stdout).toMatch(
    /^WakeUpQueue: sent back: 3 dead letters \(agent 2, chat 1\), /,
  );
});

test('an event that was not streamed is given to the functions that it is for; what nobody can read stays there', async () => {
  const { call, eventsOfChat } = centre;
  await call('PUT', '/v1/streaming-endpoints/crm', { url: webhook.endpoint });
  await call('PUT', '/v1/chats/c1', { customer: { displayName: 'Luke' } });
  await call('DELETE', '/v1/chats/c1');
  const joined = (await eventsOfChat('c1')).find(({ type }) => type === 'ChatEnded');
  await leave('Unqueued', JSON.stringify({ source: 'lastcall', 'detail-type': 'ChatEnded', detail: joined }), '{}');

  const { status, stdout } = await ofStage('Unqueued');
  expect(stdout).toMatch(
    /sent back: 1 dead letter \(ChatEnded 1\), .*; not accepted and left there: 1 dead letter \(unreadable 1\)/,
  );
  expect(status).toBe(1);
  const streamed = () => webhook.requests.filter(({ body }) => body.includes('/ended"'));
  await eventually(() => (streamed().length === 2 ? true : undefined));
  expect(new Set(streamed().map(({ body }) => body)).size).toBe(1);
});

test.each([
  [['--queue', 'LogoutQueue'], '--stage must be the name of a stage, such as prod, got nothing'],
  [
    ['--stage', 'dev', '--queue', 'Jobs'],
    '--queue must be one of LogoutQueue, WakeUpQueue, StreamQueue, ChatQueue, Unqueued, got Jobs',
  ],
  [
    ['--stage', 'dev'],
    '--queue must be one of LogoutQueue, WakeUpQueue, StreamQueue, ChatQueue, Unqueued, got nothing',
  ],
  [
    ['--stage', 'prod', '--queue', 'Unqueued'],
    'There is no queue Lastcall-prod-Service-Unqueued in this account and region',
  ],
  [['--force'], "Unknown option '--force'"],
])('%j is refused in one sentence', async (options, sentence) => {
  const { status, stderr } = await redrive(...options);
  expect(status).toBe(1);
  expect(stderr.startsWith(sentence)).toBe(true);
  expect(stderr).not.toContain('    at ');
});

import { describe, expect, test } from '@jest/globals';
import { operationsOfLastcall } from '../../bin/connect-check/check-operations.ts';
import { defaultQuotas, secondsOfJob } from '../../bin/connect-check/pace.ts';
import { aCentre, anAgent } from '../connect/a-centre.ts';
import { check } from './check-instance.ts';

const lookedAt = [
  ['DescribeInstance', 'instance'],
  ['ListAgentStatuses', 'Offline status'],
  ['ListRoutingProfiles', 'teams'],
  ['ListUserHierarchyGroups', 'hierarchy'],
  ['GetCurrentUserData', 'who is there'],
  ['SearchUsers', 'users'],
  ['ListInstanceStorageConfigs', 'agent events'],
  ['DescribeContact', 'permissions'],
] as const;

describe('a check before a deployment', () => {
  test('says what will work and what comes next, and only reads', async () => {
    const centre = await aCentre({}, { groups: [{ id: '1', name: 'Night' }] });
    anAgent(centre);
    const { works, lines, about, failing } = await check(centre);
    expect([works, failing]).toEqual([true, []]);
    expect(about('instance')).toEqual([
      'will work      instance: example is there, in account 111122223333 in eu-central-1',
    ]);
    expect(about('teams')[0]).toContain('1 hierarchy group ("Night"), and 1 routing profile ("Everything")');
    expect(about('who is there')[0]).toContain('shows 1 agent now');
    expect(lines.at(-1)).toContain(`--context amazonConnectArns=${centre.instance.arns.instance}`);
    expect(new Set(centre.standIn.calls.map(({ operation }) => operation))).toEqual(
      new Set(lookedAt.map(([operation]) => operation)),
    );
  });

  test('names each operation that Lastcall calls, as allowed, denied or not tried', async () => {
    const isAllowed = ({ action }: { action: string }) => action !== 'connect:ListRoutingProfiles';
    const { lines } = await check(await aCentre({ isAllowed }));
    for (const operation of operationsOfLastcall) expect(lines.join('\n')).toContain(operation);
    expect(lines.find((line) => line.startsWith('not tried'))).toMatch(/PutUserStatus.*UpdateParticipantRoleConfig/);
  });

  test.each(lookedAt)('goes on when %s is denied, and says so', async (operation, what) => {
    const isAllowed = ({ action }: { action: string }) => action !== `connect:${operation}`;
    const { about, lines } = await check(await aCentre({ isAllowed }));
    expect(about(what).join()).toContain(`these credentials may not use connect:${operation}`);
    expect(about('quotas')).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('    at ');
  });

  test('fails without what Lastcall cannot do without, and not for what it can', async () => {
    const failsWithout = async (operation: string) => {
      const isAllowed = ({ action }: { action: string }) => action !== `connect:${operation}`;
      return (await check(await aCentre({ isAllowed }))).works ? [] : [operation];
    };
    const needed = await Promise.all(lookedAt.map(([operation]) => failsWithout(operation)));
    expect(needed.flat()).toEqual([
      'DescribeInstance',
      'ListAgentStatuses',
      'ListRoutingProfiles',
      'GetCurrentUserData',
      'DescribeContact',
    ]);
  });

  test('finds the Offline status by its type', async () => {
    const translated = [
      { id: '1', name: 'Verfügbar', type: 'ROUTABLE' },
      { id: '2', name: 'Abwesend', type: 'OFFLINE' },
      { id: '3', name: 'Offline', type: 'CUSTOM' },
    ] as const;
    const { about } = await check(await aCentre({}, { statuses: translated }));
    expect(about('Offline status')[0]).toMatch(/^will work .*set to "Abwesend"/);
    const without = await check(await aCentre({}, { statuses: translated.filter(({ id }) => id !== '2') }));
    expect([without.works, without.failing]).toEqual([
      false,
      [expect.stringContaining('no agent status of the type OFFLINE, so nobody can be forced out')],
    ]);
    expect(without.lines.at(-1)).toBe('\n1 thing will not work as it is: see above.');
  });

  test('counts users on all pages, and those whose after-contact work has no limit', async () => {
    const users = Array.from({ length: 501 }, (_, n) => ({
      username: `user-${n}`,
      afterContactWorkSeconds: n < 3 ? 0 : 60,
    }));
    const { about } = await check(await aCentre({}, { users }));
    expect(about('users')[0]).toContain('has 501 users');
    expect(about('after-contact work')[0]).toContain('3 of 501 users have after-contact work without a limit (0)');
    const limited = await check(await aCentre({}, { users: users.slice(3, 5) }));
    expect(limited.about('after-contact work')).toEqual([]);
  });

  test('says how many calls a look takes, and when there are many agents for that', async () => {
    const routingProfiles = Array.from({ length: 101 }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      name: `Profile ${n}`,
      concurrency: { VOICE: 1 },
      queueIds: [],
    }));
    const centre = await aCentre({}, { routingProfiles });
    for (let n = 0; n < 501; n += 1) anAgent(centre, `user-${n}`);
    const { about } = await check(centre);
    expect(about('teams')[0]).toContain('101 routing profiles ("Profile 0", ');
    expect(about('teams')[0]).toContain('"Profile 9" and 91 more)');
    expect(about('who is there')[0]).toContain(
      'shows 501 agents in the first 100 routing profiles now; a look at all takes 7 calls. More than 500 are many',
    );
  });

  test('says which stream of agent events there is', async () => {
    expect((await check(await aCentre())).about('agent events')[0]).toMatch(
      /has no stream.*amazonConnectNewAgentEventStream/,
    );
    const agentEventStream = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents';
    const streaming = await check(await aCentre({}, { agentEventStream }));
    expect(streaming.about('agent events')[0]).toContain(
      `sends them to ${agentEventStream}. It can have no second stream`,
    );
    const centre = await aCentre();
    const FirehoseArn = 'arn:aws:firehose:eu-central-1:111122223333:deliverystream/agents';
    const config = { StorageType: 'KINESIS_FIREHOSE', KinesisFirehoseConfig: { FirehoseArn } };
    centre.instance.resources.storageConfigs.set('1', { resourceType: 'AGENT_EVENTS', config });
    expect((await check(centre)).about('agent events')[0]).toContain(`Firehose (${FirehoseArn})`);
  });

  test('says when the deployment would go to another region, or the ARN names another account', async () => {
    const centre = await aCentre();
    const { arns } = centre.instance;
    expect((await check(centre, { chosenRegion: 'us-east-1' })).failing).toEqual([
      expect.stringContaining('the instance is in eu-central-1, and AWS_REGION says us-east-1'),
    ]);
    expect((await check(centre, { chosenRegion: 'eu-central-1' })).works).toBe(true);
    const foreign = await check(centre, { arn: arns.instance.replace('111122223333', '444455556666') });
    expect(foreign.failing).toEqual([expect.stringContaining(`the instance is ${arns.instance}; use that ARN`)]);
  });

  test.each([
    ['ThrottlingException', 'SearchUsers was throttled, because something else uses up this account'],
    ['InternalServiceException', 'SearchUsers was not answered (status 500)'],
    ['InvalidRequestException', 'SearchUsers was refused with InvalidRequestException (status 400)'],
  ] as const)('goes on after %s', async (name, sentence) => {
    const centre = await aCentre();
    centre.standIn.faults.next('SearchUsers', { type: 'error', name }, 3);
    const { about } = await check(centre);
    expect(about('users')[0]).toContain(sentence);
    expect(about('quotas')).toHaveLength(1);
  });

  test.each([
    ['ExpiredTokenException', 'The AWS credentials have expired: sign in again'],
    ['UnrecognizedClientException', 'AWS does not know these credentials: check the AWS profile'],
    ['InvalidSignatureException', 'Amazon Connect in eu-central-1 refuses the signature'],
    ['ResourceNotFoundException', 'There is no instance'],
  ] as const)('ends at %s with one sentence', async (name, sentence) => {
    const centre = await aCentre();
    centre.standIn.faults.next('DescribeInstance', { type: 'error', name });
    await expect(check(centre)).rejects.toThrow(sentence);
    expect(centre.standIn.calls).toHaveLength(1);
  });

  test('ends where nothing answers, in another region, and at an instance that is not there', async () => {
    const centre = await aCentre();
    const { instance: arn } = centre.instance.arns;
    await expect(check(centre, { endpoint: 'http://127.0.0.1:9' })).rejects.toThrow(
      /^Amazon Connect in eu-central-1 cannot be reached \(.*ECONNREFUSED.*\): check the network/,
    );
    await expect(check(centre, { arn: arn.replace('eu-central-1', 'us-east-1') })).rejects.toThrow(
      'and that the instance is in us-east-1',
    );
    await expect(check(centre, { arn: arn.replace(/.{12}$/, '000000000000') })).rejects.toThrow(
      '-000000000000 in eu-central-1 in the account of these credentials: check the ARN and the AWS profile',
    );
  });

  test('knows the same quotas as the stand-in, and how long a job takes by our share of them', async () => {
    const { standIn } = await aCentre({ quotas: {} });
    for (const [operation, { perSecond: rate, burst }] of Object.entries(defaultQuotas)) {
      expect(standIn.quotas.of(operation)).toEqual({ rate, burst });
    }
    expect([4, 500].map(secondsOfJob)).toEqual([0, 310]);
  });
});

import { spawnSync } from 'node:child_process';
import { LocaleCode } from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { RootConstruct } from 'constructs';
import { notificationLocales } from '../../lib/setting-values.ts';
import { keepsData, readSettings } from '../../lib/settings.ts';
import { type Context, certificateArn, contextWith, instanceArn, keyArn, topicArn } from './context.ts';

function settingsOf(context: Context, home: Parameters<typeof readSettings>[1] = {}) {
  const { node } = new RootConstruct();
  for (const [name, value] of Object.entries(context)) node.setContext(name, value);
  return readSettings(node, home);
}

const oidcIssuer = 'https://login.example.com/realms/centre';

/** The settings of cdk.json with other values over them. */
const settings = (values: Context, home?: Parameters<typeof readSettings>[1]) => settingsOf(contextWith(values), home);

const defaults = {
  stage: 'dev',
  deferredStatusCode: 400,
  throttle: 1000,
  alarmTopicArn: undefined,
  connectInstanceArns: [],
  allowedOrigins: ['*'],
  streamingTopicArns: [],
  plainWebhooks: false,
  huaweiInstanceId: undefined,
  chatDays: 7,
  huaweiHeldPolls: 100,
  trustedProxies: [],
  transcriptDays: 8,
  resultDays: 90,
  amazonConnectArns: [],
  amazonConnectInstances: [],
  amazonConnectTeams: ['hierarchyGroups', 'routingProfiles'],
  amazonConnectPollSeconds: 15,
  amazonConnectQuotas: [],
  amazonConnectAgentEventStreamArns: [],
  amazonConnectAgentEventStreamKeyArns: [],
  amazonConnectNewAgentEventStream: [],
  amazonConnectContactEvents: false,
  amazonConnectAgentIds: 'userId',
  amazonConnectChatTimers: 'native',
  amazonConnectSilentAgents: 'report',
  amazonConnectNotifications: true,
  amazonConnectNotificationLocale: 'en_US',
  auditDays: 400,
  functionLogDays: 30,
  accessLogDays: 90,
  domainName: undefined,
  certificateArn: undefined,
  basePath: undefined,
  kmsKeyArn: undefined,
  tracing: false,
  oidcIssuer: undefined,
  oidcAudience: [],
  oidcClaims: { instance: 'lastcall_instance', scopes: 'scope' },
};

test('cdk.json alone deploys the stage dev', () => {
  expect(settings({})).toEqual(defaults);
});

test('notifications may be in every language that Amazon Connect knows, and in no other', () => {
  expect([...notificationLocales].toSorted()).toEqual(Object.values(LocaleCode).toSorted());
});

test('values of the command line, which are text, are understood', () => {
  const alarmTopicArn = topicArn('on-call');
  const connectInstanceArns = `${instanceArn('a')},${instanceArn('b')},${instanceArn('a')}`;
  const allowedOrigins = 'https://example.com,http://localhost:8080,https://example.com';
  const streamingTopicArns = `${topicArn('one')},${topicArn('two')},${topicArn('one')}`;
  expect(
    settings({
      ...{ stage: 'prod', deferredStatusCode: '200', throttle: '50', alarmTopicArn, connectInstanceArns },
      ...{
        allowedOrigins,
        streamingTopicArns,
        plainWebhooks: 'false',
        huaweiInstanceId: 'demo',
        huaweiHeldPolls: '0',
        trustedProxies: '192.0.2.1,2001:db8::/32',
      },
      ...{ chatDays: '3', transcriptDays: '30', resultDays: '7', auditDays: '731' },
      ...{ functionLogDays: '7', accessLogDays: '14', tracing: 'true' },
      ...{ oidcIssuer, oidcAudience: 'lastcall,api,lastcall', oidcClaims: 'teams=groups,instance=custom:centre' },
      ...{ domainName: 'api.example.com', certificateArn: certificateArn(), basePath: 'cc/eu', kmsKeyArn: keyArn() },
    }),
  ).toEqual({
    ...defaults,
    stage: 'prod',
    deferredStatusCode: 200,
    throttle: 50,
    alarmTopicArn,
    connectInstanceArns: [instanceArn('a'), instanceArn('b')],
    allowedOrigins: ['https://example.com', 'http://localhost:8080'],
    streamingTopicArns: [topicArn('one'), topicArn('two')],
    huaweiInstanceId: 'demo',
    chatDays: 3,
    huaweiHeldPolls: 0,
    trustedProxies: ['192.0.2.1', '2001:db8::/32'],
    transcriptDays: 30,
    resultDays: 7,
    auditDays: 731,
    functionLogDays: 7,
    accessLogDays: 14,
    tracing: true,
    oidcIssuer,
    oidcAudience: ['lastcall', 'api'],
    oidcClaims: { instance: 'custom:centre', scopes: 'scope', teams: 'groups' },
    domainName: 'api.example.com',
    certificateArn: certificateArn(),
    basePath: 'cc/eu',
    kmsKeyArn: keyArn(),
  });
});

const domainName = 'api.example.com';
const streamArn = (region = 'eu-central-1') => `arn:aws:kinesis:${region}:123456789012:stream/agent-events`;

test.each([
  [
    { domainName },
    'The domain api.example.com needs a certificate: set certificateArn to one for it, in the same region',
  ],
  [{ certificateArn: certificateArn() }, 'certificateArn is for a domain: set domainName too, or leave it out'],
  [{ basePath: 'cc' }, 'The base path cc needs a domain: set domainName and certificateArn, or leave it out'],
  [
    { domainName, certificateArn: certificateArn('us-east-1') },
    'The certificate is in us-east-1 and the deployment in eu-central-1: request one for api.example.com in eu-central-1',
  ],
  [
    { kmsKeyArn: keyArn('us-east-1') },
    'The key of kmsKeyArn is in us-east-1 and the deployment in eu-central-1: choose a key in eu-central-1',
  ],
  [{ oidcIssuer }, `Tokens of ${oidcIssuer} must be for Lastcall: set oidcAudience to what their claim aud is then`],
  [{ oidcAudience: 'a' }, 'oidcAudience is for the tokens of an issuer: set oidcIssuer too, or leave it out'],
  [
    { stage: 'prod', oidcIssuer: 'http://127.0.0.1:8080', oidcAudience: 'a' },
    'The issuer http://127.0.0.1:8080 must be https:// in every stage but dev',
  ],
  [
    { amazonConnectAgentEventStreamArns: streamArn() },
    'amazonConnectAgentEventStreamArns are for instances that are driven: set amazonConnectArns too, or leave them out',
  ],
  [
    { amazonConnectArns: [instanceArn('a')], amazonConnectAgentEventStreamArns: streamArn('us-east-1') },
    `The stream ${streamArn('us-east-1')} must be in eu-central-1, where the functions are that read it`,
  ],
  [
    { amazonConnectArns: [instanceArn('a')], amazonConnectPollSeconds: 300 },
    'amazonConnectPollSeconds may be above 60 with agent events only: set amazonConnectAgentEventStreamArns too',
  ],
  [
    { amazonConnectInstances: [{ arn: instanceArn('a'), pollSeconds: 300 }] },
    `pollSeconds of ${instanceArn('a')} may be above 60 with agent events only: set amazonConnectAgentEventStreamArns too`,
  ],
  [
    { amazonConnectArns: [instanceArn('a')], amazonConnectInstances: [{ arn: instanceArn('a') }] },
    `${instanceArn('a')} is in amazonConnectArns and in amazonConnectInstances: leave it out of one`,
  ],
  [
    {
      amazonConnectArns: ['a', 'b', 'c'].map(instanceArn),
      amazonConnectInstances: ['d', 'e', 'f'].map((digit) => ({ arn: instanceArn(digit) })),
    },
    'amazonConnectArns and amazonConnectInstances may name 5 instances together, got 6',
  ],
  [
    { amazonConnectNewAgentEventStream: instanceArn('a') },
    'amazonConnectNewAgentEventStream are for instances that are driven: set amazonConnectArns too, or leave them out',
  ],
  [
    { amazonConnectArns: instanceArn('a'), amazonConnectNewAgentEventStream: instanceArn('b') },
    `${instanceArn('b')} of amazonConnectNewAgentEventStream is not driven: name it in amazonConnectArns or amazonConnectInstances, too`,
  ],
  [
    { amazonConnectArns: instanceArn('a'), amazonConnectAgentEventStreamKeyArns: keyArn() },
    'amazonConnectAgentEventStreamKeyArns are for streams that exist: set amazonConnectAgentEventStreamArns too, or leave them out',
  ],
  [
    {
      amazonConnectArns: instanceArn('a'),
      amazonConnectAgentEventStreamArns: streamArn(),
      amazonConnectAgentEventStreamKeyArns: keyArn('us-east-1'),
    },
    `The key ${keyArn('us-east-1')} must be in eu-central-1, where the stream is that it encrypts`,
  ],
  [
    { amazonConnectContactEvents: true },
    'amazonConnectContactEvents are for instances that are driven: set amazonConnectArns too, or leave them out',
  ],
  [
    { amazonConnectChatTimers: 'lastcall' },
    'amazonConnectChatTimers is for instances that are driven: set amazonConnectArns too, or leave it out',
  ],
  [
    { amazonConnectSilentAgents: 'end' },
    'amazonConnectSilentAgents is for timers of Lastcall: set amazonConnectChatTimers to lastcall, or leave it out',
  ],
])('settings that do not go together, %j, are one sentence', (values, sentence) => {
  expect(() => settings(values, { region: 'eu-central-1' })).toThrow(
    `${sentence}\nSet it in cdk.json or with cdk -c name=value.`,
  );
});

const home = { account: '123456789012', region: 'eu-central-1' };

describe('instances of Amazon Connect', () => {
  const [a, b] = [instanceArn('a'), instanceArn('b')];
  test.each([
    ['one ARN', a, [a]],
    ['ARNs with commas, one of them twice', `${a}, ${b},${a}`, [a, b]],
    ['a list as JSON', JSON.stringify([a, b]), [a, b]],
    ['a list', [a, b], [a, b]],
  ])('are named by %s, and their flows may invoke the functions', (_, amazonConnectArns, expected) => {
    const { connectInstanceArns, ...read } = settings({ amazonConnectArns }, home);
    expect([read.amazonConnectArns, connectInstanceArns]).toEqual([expected, expected]);
  });

  test.each([
    '',
    'arn:aws:connect:eu-central-1:123456789012:instance/example',
    `${a}/agent/11111111-2222-3333-4444-555555555555`,
    a.replace(':connect:', ':lex:'),
    a.slice(a.indexOf('/') + 1),
    '["arn',
    '[1]',
    ['1', '2', '3', '4', '5', '6'].map(instanceArn),
  ])('%j names none, or too many', (amazonConnectArns) => {
    expect(() => settings({ amazonConnectArns }, home)).toThrow(
      'Context value amazonConnectArns must be a list of at most 5 ARNs of Amazon Connect instances, such as arn:aws:connect:',
    );
  });

  test('may have values of their own, and have those of all otherwise', () => {
    const read = (amazonConnectInstances: unknown) =>
      settings(
        {
          amazonConnectArns: a,
          amazonConnectInstances,
          amazonConnectTeams: 'routingProfiles',
          amazonConnectPollSeconds: 30,
        },
        home,
      );
    const named = [{ arn: b, teams: 'hierarchyGroups', agentIds: 'username', pollSeconds: '60' }];
    const expected = [
      { arn: a, teams: ['routingProfiles'], agentIds: 'userId', pollSeconds: 30 },
      { arn: b, teams: ['hierarchyGroups'], agentIds: 'username', pollSeconds: 60 },
    ];
    for (const value of [named, JSON.stringify(named)]) {
      expect(read(value)).toMatchObject({
        amazonConnectInstances: expected,
        amazonConnectArns: [a, b],
        connectInstanceArns: [a, b],
      });
    }
    expect(read([{ arn: b }]).amazonConnectInstances[1]).toEqual({ ...expected[0], arn: b });
  });

  test.each([
    ['', ''],
    [a, ''],
    [{ arn: a }, ''],
    [[a], ''],
    [[{}], '0.arn'],
    [[{ arn: 'centre' }], '0.arn'],
    [[{ arn: a }, { arn: b, teams: [] }], '1.teams'],
    [[{ arn: a, teams: 'queues' }], '0.teams.0'],
    [[{ arn: a, agentIds: 'email' }], '0.agentIds'],
    [[{ arn: a, pollSeconds: 120 }], '0.pollSeconds'],
    [[{ arn: a, pollseconds: 60 }], '0.pollseconds'],
    [[{ arn: a }, { arn: a }], ''],
    [['1', '2', '3', '4', '5', '6'].map((digit) => ({ arn: instanceArn(digit) })), ''],
  ])('cannot be described by %j, and the error names the place %s', (value, place) => {
    const got = `, got ${JSON.stringify(value)}${place === '' ? '' : `; look at ${place}`}\n`;
    expect(() => settings({ amazonConnectInstances: value }, home)).toThrow(
      /^Context value amazonConnectInstances must be a list of at most 5 objects, each with the arn of another/,
    );
    expect(() => settings({ amazonConnectInstances: value }, home)).toThrow(got);
  });

  const elsewhere = a.replace('eu-central-1', 'us-west-2');
  const foreign = a.replace('123456789012', '210987654321');
  test.each([
    ['amazonConnectArns', elsewhere, 'us-west-2 and the deployment in eu-central-1'],
    ['amazonConnectArns', foreign, 'account 210987654321 and the deployment in account 123456789012'],
    ['connectInstanceArns', elsewhere, 'us-west-2 and the deployment in eu-central-1'],
    [
      'connectInstanceArns',
      foreign.replace('eu-central-1', 'us-west-2'),
      'account 210987654321, us-west-2 and the deployment in account 123456789012, eu-central-1',
    ],
  ])('%s cannot name one that is elsewhere, %s', (name, arn, places) => {
    expect(() => settings({ [name]: [b, arn] }, home)).toThrow(
      `The instance ${arn} of ${name} is in ${places}: deploy a stage where the instance is, with AWS_REGION or a profile that says so\n`,
    );
  });

  test('with values of their own cannot be elsewhere either', () => {
    expect(() => settings({ amazonConnectInstances: [{ arn: elsewhere }] }, home)).toThrow(
      `The instance ${elsewhere} of amazonConnectInstances is in us-west-2 and the deployment in eu-central-1`,
    );
  });

  test('of two places are refused even if the place of the deployment is not known', () => {
    expect(() => settings({ amazonConnectArns: [b, elsewhere] })).toThrow(
      `${elsewhere} of amazonConnectArns is in us-west-2`,
    );
    expect(settings({ amazonConnectArns: [elsewhere] }).amazonConnectArns).toEqual([elsewhere]);
  });
});

test('a certificate and a key of two regions are refused even if the region is not known', () => {
  const values = { domainName, certificateArn: certificateArn('us-east-1'), kmsKeyArn: keyArn() };
  expect(() => settings(values)).toThrow('The key of kmsKeyArn is in eu-central-1 and the deployment in us-east-1');
});

test('webhooks may be plain only where data may be lost', () => {
  expect(settings({ plainWebhooks: 'true' }).plainWebhooks).toBe(true);
  expect(() => settings({ plainWebhooks: 'true', stage: 'test' })).toThrow(
    'Context value plainWebhooks must be true or false, and in every stage but dev false, got "true"',
  );
});

test('as many topics may be named as fit into the environment of a function', () => {
  const topics = (count: number, name = 'events') =>
    Array.from({ length: count }, (_, n) => topicArn(`${name}-${String.fromCharCode(97 + n)}`));
  const fault =
    'Context value streamingTopicArns must be a list of at most 20 ARNs of SNS topics, 3000 characters together';
  expect(settings({ streamingTopicArns: [...topics(20), ...topics(1)] }).streamingTopicArns).toEqual(topics(20));
  expect(() => settings({ streamingTopicArns: topics(21) })).toThrow(fault);
  expect(() => settings({ streamingTopicArns: topics(20, 'events'.padEnd(120, '-')) })).toThrow(fault);
});

const driven = { amazonConnectArns: [instanceArn('a')] };

test.each([
  ['PutUserStatus=10/20,GetCurrentUserData=2.5/5'],
  [['PutUserStatus=10/20', 'GetCurrentUserData=2.5/5']],
  [{ PutUserStatus: '10/20', GetCurrentUserData: '2.5/5' }],
])('quotas of Amazon Connect are understood as text, list and object: %j', (amazonConnectQuotas) => {
  const quotas = ['PutUserStatus=10/20', 'GetCurrentUserData=2.5/5'];
  expect(settings({ ...driven, amazonConnectQuotas }).amazonConnectQuotas).toEqual(quotas);
});

test.each([
  'PutUserState=10/20',
  'PutUserStatus=10',
  'PutUserStatus=0/5',
  'PutUserStatus=5/0',
  'PutUserStatus=-1/5',
  'PutUserStatus=1/2,PutUserStatus=3/4',
  'putUserStatus=1/2',
  '',
])('quotas of Amazon Connect that are none, %j, are refused with the operations there are', (amazonConnectQuotas) => {
  expect(() => settings({ ...driven, amazonConnectQuotas })).toThrow(
    /^Context value amazonConnectQuotas must be a list of quotas.*such as PutUserStatus=10\/20; the operations are GetCurrentUserData, PutUserStatus, .*, got "/,
  );
});

test('quotas of Amazon Connect need an instance, and one that the console shows by mistake is refused', () => {
  expect(() => settings({ amazonConnectQuotas: 'PutUserStatus=10/20' })).toThrow('set amazonConnectArns too');
  expect(() => settings({ ...driven, amazonConnectQuotas: 'GetCurrentUserData=200/400' })).toThrow(
    'The quota of GetCurrentUserData is not 200',
  );
});

test.each([
  ['stage', 'Prod', 'a lower-case letter and up to 19 more'],
  ['stage', '', 'a lower-case letter and up to 19 more'],
  ['stage', 'a'.repeat(21), 'a lower-case letter and up to 19 more'],
  ['amazonConnectNotifications', 'yes', 'true or false, got "yes"'],
  ['amazonConnectNotificationLocale', 'en_GB', 'one of en_US, de_DE, es_ES,'],
  ['amazonConnectNotificationLocale', 'de-DE', 'one of en_US, de_DE, es_ES,'],
  ['deferredStatusCode', '409', '400 or 200, got "409"'],
  ['deferredStatusCode', true, '400 or 200, got true'],
  ['throttle', '0', 'a whole number of requests per second from 1 to 10000, got "0"'],
  ['throttle', '12.5', 'a whole number of requests per second from 1 to 10000, got "12.5"'],
  ['throttle', 10_001, 'a whole number of requests per second from 1 to 10000, got 10001'],
  ['alarmTopicArn', 'on-call', 'the ARN of an SNS topic'],
  ['connectInstanceArns', '', 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', '*', 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', [instanceArn('a'), `${instanceArn('b')}/contact-flow/*`], 'a list of ARNs of Amazon Connect'],
  ['connectInstanceArns', { a: instanceArn('a') }, 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', [instanceArn('a').replace(':123456789012:', '::')], 'a list of ARNs of Amazon Connect'],
  ['amazonConnectAgentIds', 'email', 'userId or username, got "email"'],
  ['allowedOrigins', '', '* alone, or a list of origins'],
  ['allowedOrigins', [], '* alone, or a list of origins'],
  ['allowedOrigins', ['*', 'https://example.com'], '* alone, or a list of origins'],
  ['allowedOrigins', 'https://example.com/', '* alone, or a list of origins without a path'],
  ['allowedOrigins', 'https://example.com/chat', '* alone, or a list of origins without a path'],
  ['allowedOrigins', 'https://*.example.com', '* alone, or a list of origins'],
  ['allowedOrigins', 'https://*', '* alone, or a list of origins'],
  ['allowedOrigins', 'example.com', '* alone, or a list of origins'],
  ['allowedOrigins', ['ftp://example.com'], '* alone, or a list of origins'],
  ['streamingTopicArns', '*', 'a list of at most 20 ARNs of SNS topics'],
  ['streamingTopicArns', [topicArn('events'), topicArn('*')], 'a list of at most 20 ARNs of SNS topics'],
  ['streamingTopicArns', topicArn('ordered.fifo'), 'a list of at most 20 ARNs of SNS topics'],
  ['plainWebhooks', 'yes', 'true or false, and in every stage but dev false, got "yes"'],
  ['plainWebhooks', 1, 'true or false, and in every stage but dev false, got 1'],
  ['trustedProxies', '192.0.2.0/33', 'a list of IP addresses and networks'],
  ['trustedProxies', 'cloudfront', 'a list of IP addresses and networks'],
  ['amazonConnectAgentEventStreamArns', 'agent-events', 'a list of at most 5 ARNs of Kinesis streams'],
  [
    'amazonConnectAgentEventStreamArns',
    [`${streamArn()}/consumer/one:1`],
    'a list of at most 5 ARNs of Kinesis streams',
  ],
  ['amazonConnectAgentEventStreamKeyArns', 'alias/streams', 'a list of at most 5 ARNs of KMS keys, not of aliases'],
  ['amazonConnectNewAgentEventStream', 'true', 'a list of at most 5 ARNs of Amazon Connect instances'],
  ['amazonConnectPollSeconds', 120, 'a whole number of seconds from 15 to 60, or 300 with agent events'],
  ['amazonConnectChatTimers', 'Lastcall', 'native or lastcall, got "Lastcall"'],
  ['amazonConnectSilentAgents', 'stop', 'report or end, got "stop"'],
  ['huaweiHeldPolls', '10001', 'a whole number of polls from 0 to 10000'],
  ['huaweiHeldPolls', 'all', 'a whole number of polls from 0 to 10000'],
  ['huaweiInstanceId', '', 'the id of an instance, 1 to 100 characters'],
  ['huaweiInstanceId', 'a/b', 'the id of an instance, 1 to 100 characters'],
  ['huaweiInstanceId', '..', 'the id of an instance, 1 to 100 characters'],
  ['huaweiInstanceId', 'a'.repeat(101), 'the id of an instance, 1 to 100 characters'],
  ['chatDays', 0, 'a whole number of days from 1 to 3653, got 0'],
  ['transcriptDays', 0, 'a whole number of days from 1 to 3653, got 0'],
  ['resultDays', '3654', 'a whole number of days from 1 to 3653, got "3654"'],
  ['gradualDeployment', 'on', 'one of Canary10Percent5Minutes, '],
  ['gradualDeployment', '', 'one of Canary10Percent5Minutes, '],
  ['auditDays', '366', 'a number of days that CloudWatch Logs knows: 1, 3, 5, 7,'],
  ['functionLogDays', '2', 'a number of days that CloudWatch Logs knows: 1, 3, 5, 7,'],
  ['accessLogDays', 0, 'a number of days that CloudWatch Logs knows: 1, 3, 5, 7,'],
  ['domainName', 'https://api.example.com', 'a domain name in lower case without a scheme'],
  ['domainName', 'api', 'a domain name in lower case'],
  ['domainName', 'API.example.com', 'a domain name in lower case'],
  ['domainName', '*.example.com', 'a domain name in lower case'],
  ['certificateArn', 'api.example.com', 'the ARN of a certificate of AWS Certificate Manager'],
  ['certificateArn', keyArn(), 'the ARN of a certificate of AWS Certificate Manager'],
  ['basePath', '/cc', 'a path without a slash at its ends'],
  ['basePath', 'cc/', 'a path without a slash at its ends'],
  ['basePath', '', 'a path without a slash at its ends'],
  ['basePath', 'a//b', 'a path without a slash at its ends'],
  ['basePath', '..', 'a path without a slash at its ends'],
  ['kmsKeyArn', 'alias/lastcall', 'the ARN of a symmetric KMS key, not of an alias'],
  ['kmsKeyArn', keyArn().replace('key/', 'alias/'), 'the ARN of a symmetric KMS key, not of an alias'],
  ['tracing', 'on', 'true or false'],
  ['oidcIssuer', 'login.example.com', 'the URL of an issuer of OpenID Connect'],
  ['oidcIssuer', 'http://login.example.com', 'the URL of an issuer of OpenID Connect'],
  ['oidcIssuer', 'https://login.example.com?tenant=1', 'the URL of an issuer of OpenID Connect'],
  ['oidcAudience', 'a b', 'a list of at most 5 audiences'],
  ['oidcAudience', 'a,b,c,d,e,f', 'a list of at most 5 audiences'],
  ['oidcClaims', 'instance', 'instance=NAME, scopes=NAME and teams=NAME'],
  ['oidcClaims', 'tenant=x', 'instance=NAME, scopes=NAME and teams=NAME'],
  ['oidcClaims', 'instance=a,instance=b', 'instance=NAME, scopes=NAME and teams=NAME'],
  ['oidcClaims', 'instance=', 'instance=NAME, scopes=NAME and teams=NAME'],
  ['oidcClaims', { teams: 7 }, 'instance=NAME, scopes=NAME and teams=NAME'],
])('the context value %s cannot be %j', (name, value, right) => {
  expect(() => settings({ [name]: value })).toThrow(`Context value ${name} must be ${right}`);
});

test('every wrong value is named in one error', () => {
  expect(() => settingsOf({})).toThrow(/stage .*got nothing\n.*deferredStatusCode .*\n.*throttle /);
});

test.each([
  ['stagee', 'stage'],
  ['Stage', 'stage'],
  ['stge', 'stage'],
  ['alarm-topic-arn', 'alarmTopicArn'],
  ['alarmTopic', 'alarmTopicArn'],
  ['allowedOrigin', 'allowedOrigins'],
  ['connectInstanceArn', 'connectInstanceArns'],
  ['transcript_days', 'transcriptDays'],
  ['gatewayInstanceId', 'huaweiInstanceId'],
])('the context key %s is refused, and the nearest one named: %s', (given, nearest) => {
  expect(() => settings({ [given]: 'prod' })).toThrow(`There is no context key ${given}: did you mean ${nearest}?`);
});

test('keys that the CDK reads are no mistakes', () => {
  const ofTheCdk = { 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:x': true, 'cli-telemetry': false };
  expect(settings({ ...ofTheCdk, 'availability-zones:account=1:region=eu-central-1': [] }).stage).toBe('dev');
});

test('an operator sees every mistake, and no stack trace', () => {
  const context = JSON.stringify(contextWith({ stagee: 'prod', throttle: '0' }));
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_CONTEXT_JSON: context },
  });
  expect([status, stderr]).toEqual([
    1,
    [
      'There is no context key stagee: did you mean stage?',
      'Context value throttle must be a whole number of requests per second from 1 to 10000, got "0"',
      'Set it in cdk.json or with cdk -c name=value.\n',
    ].join('\n'),
  ]);
});

test('only the stage dev does not keep its data', () => {
  expect(['dev', 'test', 'prod', 'developer'].map(keepsData)).toEqual([false, true, true, true]);
});

import { describe, expect, test } from '@jest/globals';
import { declaredRoutes, isKnown } from '#test/support/declared-routes.ts';
import { accessOf, actionsOf, grantsOf, roleOf } from './grants-of.ts';
import { deployedStacks, fileOf, functionOf, functionsOf, resourcesOf } from './templates.ts';

const { service } = deployedStacks();
const functions = functionsOf(service);

test('no two functions share a role', () => {
  const roles = new Set(functions.map(roleOf));
  expect(roles.size).toBe(functions.length);
  expect(resourcesOf(service, 'AWS::IAM::Role')).toHaveLength(functions.length);
});

test('no role has a managed policy, and none a wildcard except for the connection of a WebSocket', () => {
  for (const { Properties } of resourcesOf(service, 'AWS::IAM::Role')) {
    expect(Properties.ManagedPolicyArns).toBeUndefined();
  }
  const connections = /,\{"Ref":"Sockets[^"]*"\},"\/live\/(POST|DELETE)\/@connections\/\*"\]\]\}$/;
  const wide = functions
    .flatMap((lambda) => grantsOf(service, lambda))
    .filter(({ action, resource }) => `${action}${resource.replace(connections, '')}`.includes('*'));
  expect(wide).toEqual([]);
});

test('exactly the functions that change agents or chats, and the one for supervisors, manage connections', () => {
  const managing = functions.filter((each) => actionsOf(service, each).includes('execute-api:ManageConnections'));
  expect(managing.map(fileOf).sort()).toEqual([
    'event-agent-chats',
    'event-supervisors',
    'flow-set-chat-timeouts',
    'http-agents',
    'http-chats',
    'http-desktops',
    'http-huawei',
    'http-logouts',
    'http-participants',
    'queue-logout-work',
    'queue-wake-up',
    'socket-client',
  ]);
});

test('no resource policy has a wildcard, except for queues that refuse everybody without TLS', () => {
  const refusesPlainHttp = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const policies = resourcesOf(service, 'AWS::SQS::QueuePolicy').map(({ Properties }) => Properties);
  // A queue has one policy: of two, the one deployed last would hold.
  const held = policies.flatMap(({ Queues }) => Queues.map(({ Ref }: { Ref: string }) => Ref));
  expect(held.sort()).toEqual(
    resourcesOf(service, 'AWS::SQS::Queue')
      .map(({ id }) => id)
      .sort(),
  );
  for (const { PolicyDocument } of policies) {
    const isRefusal = ({ Effect }: { Effect: string }) => Effect === 'Deny';
    expect(PolicyDocument.Statement.filter(isRefusal)).toMatchObject([refusesPlainHttp]);
    const others = PolicyDocument.Statement.filter((statement: { Effect: string }) => !isRefusal(statement));
    expect(JSON.stringify(others)).not.toMatch(/\*/);
  }
  for (const { Properties } of resourcesOf(service, 'AWS::Logs::ResourcePolicy')) {
    expect(JSON.stringify(Properties.PolicyDocument)).not.toMatch(/\*/);
  }
});

test('the authorizer of WebSockets reads and does nothing else', () => {
  const actions = actionsOf(service, functionOf(service, 'socket-authorize'));
  expect(actions).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'dynamodb:GetItem']);
});

describe('strangers', () => {
  const strangers = [
    'http-desktops',
    'http-huawei',
    'http-open',
    'http-participants',
    'socket-authorize',
    'socket-client',
  ];

  /** What only supervisors do: jobs, finding and removing agents, settings, passwords and security profiles. */
  const ofSupervisors =
    /^Jobs\b|^LogoutQueue: |^Agents(: (Query|BatchGetItem|DeleteItem)|\/index\/)|^Settings: (?!GetItem$)|^Keys: PutItem$/;
  const reachedBy = (file: string) => {
    const { tables, beyond } = accessOf(service, file);
    return [...tables, ...beyond].filter((grant) => ofSupervisors.test(grant));
  };

  test('share no function with callers by key', () => {
    const audiences = Object.entries(declaredRoutes).map(([file, routes]) => ({
      file,
      known: new Set(routes.map(({ audience }) => isKnown(audience))),
    }));
    expect(audiences.filter(({ known }) => known.size !== 1)).toEqual([]);
    const ofStrangers = audiences.flatMap(({ file, known }) => (known.has(false) ? [file] : []));
    const ofSockets = functions.map(fileOf).filter((file) => file.startsWith('socket-'));
    expect([...ofStrangers, ...ofSockets].sort()).toEqual(strangers);
  });

  test.each(strangers)('reach nothing of supervisors through %s', (file) => {
    expect(reachedBy(file)).toEqual([]);
  });

  test('would reach all of it through the functions of callers by key', () => {
    const callers = Object.keys(declaredRoutes).filter((file) => !strangers.includes(file));
    const reached = new Set(callers.flatMap(reachedBy));
    expect([...reached].sort()).toEqual([
      'Agents/index/bySortKey: Query',
      'Agents/index/onlineByAddress: Query',
      'Agents: BatchGetItem',
      'Agents: DeleteItem',
      'Agents: Query',
      'Jobs: BatchGetItem',
      'Jobs: GetItem',
      'Jobs: PutItem',
      'Jobs: Query',
      'Jobs: UpdateItem',
      'Keys: PutItem',
      'LogoutQueue: SendMessage',
      'Settings: DeleteItem',
      'Settings: Query',
      'Settings: UpdateItem',
    ]);
  });
});

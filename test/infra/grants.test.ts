import { describe, expect, test } from '@jest/globals';
import { accessOfFunctions, findAgents } from '#test/support/access-of-functions.ts';
import { instanceArn } from './context.ts';
import { accessOf, actionsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { deployedStacks, fileOf, functionsOf } from './templates.ts';

const { service } = deployedStacks();

test.each(accessOfFunctions)(
  '%s may do what it needs on tables, %j, beyond them, %j, and has variables that say where',
  (file, tables, beyond, variables) => {
    expect(accessOf(service, file)).toEqual({
      tables: tables.toSorted(),
      beyond: beyond.toSorted(),
      variables: variables.toSorted(),
    });
  },
);

test('the access of every function is listed', () => {
  const listed = accessOfFunctions.map(([file]) => file);
  expect(listed.sort()).toEqual(functionsOf(service).map(fileOf).sort());
});

test('one function may put entries into the audit, and none may update or remove one', () => {
  const ofAudit = accessOfFunctions.flatMap(([file, tables]) =>
    tables.filter((grant) => /^Audit[:/]/.test(grant) && !grant.endsWith(': Query')).map((grant) => [file, grant]),
  );
  expect(ofAudit).toEqual([['event-audit', 'Audit: PutItem']]);
});

describe('with an instance of Amazon Connect', () => {
  const { service: connected } = stacksWith({ amazonConnectArns: [instanceArn('a')] });
  const drivers = ['flow-terminate-agent-session', 'http-logouts', 'queue-logout-work', 'queue-wake-up'];
  const setters = ['flow-set-chat-timeouts', 'http-chats'];
  const callers = (action: string, stack = connected) =>
    functionsOf(stack)
      .filter((lambda) => actionsOf(stack, lambda).includes(action))
      .map(fileOf)
      .sort();

  test.each([
    'connect:DescribeContact',
    'connect:DismissUserContact',
    'connect:GetCurrentUserData',
    'connect:ListAgentStatuses',
    'connect:ListRoutingProfiles',
    'connect:PutUserStatus',
    'connect:StopContact',
  ])('only functions that force agents offline, or look whether they are, may use %s', (action) => {
    expect(callers(action)).toEqual(drivers);
  });

  test('functions that drive agents may list users where agents are called by their usernames', () => {
    const named = stacksWith({ amazonConnectArns: [instanceArn('a')], amazonConnectAgentIds: 'username' }).service;
    expect(callers('connect:ListUsers', named)).toEqual(drivers);
    expect(callers('connect:ListUsers')).toEqual(['queue-wake-up']);
  });

  test.each(['connect:SearchUsers', 'connect:SearchUserHierarchyGroups'])(
    'only the function that imports agents may use %s',
    (action) => {
      expect(callers(action)).toEqual(['queue-wake-up']);
    },
  );

  test('only functions that set timers may do so, and nobody else may call it at all', () => {
    expect(callers('connect:UpdateParticipantRoleConfig')).toEqual(setters);
    const calling = functionsOf(connected).filter((lambda) =>
      actionsOf(connected, lambda).some((action) => action.startsWith('connect:')),
    );
    expect(calling.map(fileOf).sort()).toEqual([...drivers, ...setters].sort());
  });

  test('only functions that order logouts may show agents a message, and only if that is not switched off', () => {
    expect(callers('connect:CreateNotification')).toEqual(['http-logouts', 'queue-logout-work']);
    const { service: silent } = stacksWith({
      amazonConnectArns: [instanceArn('a')],
      amazonConnectNotifications: false,
    });
    for (const lambda of functionsOf(silent)) {
      expect(actionsOf(silent, lambda)).not.toContain('connect:CreateNotification');
      expect(accessOf(silent, fileOf(lambda)).variables).not.toContain('AMAZON_CONNECT_NOTIFICATION_LOCALE');
    }
  });

  test('every function that changes agents knows whose agents are there', () => {
    const changing = accessOfFunctions.filter(([, tables]) => tables.includes('Agents: PutItem')).map(([file]) => file);
    expect(changing.length).toBeGreaterThan(drivers.length);
    for (const file of changing) expect(accessOf(connected, file).variables).toContain('AMAZON_CONNECT_INSTANCES');
  });

  test('functions that call Amazon Connect know quotas that were raised', () => {
    const quotas = { amazonConnectQuotas: 'PutUserStatus=10/20' };
    const { service } = stacksWith({ amazonConnectArns: [instanceArn('a')], ...quotas });
    for (const file of drivers) expect(accessOf(service, file).variables).toContain('AMAZON_CONNECT_QUOTAS');
    for (const file of drivers) expect(accessOf(connected, file).variables).not.toContain('AMAZON_CONNECT_QUOTAS');
  });

  test.each(accessOfFunctions)('%s may do on tables what it may do without one', (file, tables) => {
    const added = accessOf(connected, file).tables.filter((each) => !tables.includes(each));
    const ofCalls = [...drivers, ...setters].includes(file) ? ['Limits: UpdateItem'] : [];
    const ofLooks = file === 'queue-wake-up' ? [...findAgents, 'Agents: DeleteItem', 'Settings: Query'] : [];
    expect([...ofCalls, ...ofLooks]).toEqual(expect.arrayContaining(added));
  });
});

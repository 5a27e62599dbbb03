import { describe, expect, test } from '@jest/globals';
import { connectInstances } from '../../functions/backends/amazon-connect/instance.ts';
import { textOf } from '../../lib/driven-instances.ts';
import { instanceArn } from './context.ts';
import { grantsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { functionOf } from './templates.ts';

const [a, b, c] = [instanceArn('a'), instanceArn('b'), instanceArn('c')];
const usual = { teams: ['hierarchyGroups', 'routingProfiles'], agentIds: 'userId', pollSeconds: 15 } as const;
const other = { teams: ['routingProfiles'], agentIds: 'username', pollSeconds: 60 } as const;

describe('instances with values of their own', () => {
  test('reach the functions as they are set, in few bytes', () => {
    const instances = [
      { arn: a, ...usual },
      { arn: b, ...other },
      { arn: c, ...usual },
    ];
    expect(
      [...connectInstances(textOf(instances)).values()].map(({ instanceId: _, region: __, ...each }) => each),
    ).toEqual([instances[0], instances[2], instances[1]]);
    expect(
      textOf([
        { arn: a, ...usual },
        { arn: c, ...usual },
      ]),
    ).toBe(`15;hierarchyGroups,routingProfiles;${a},${c.slice(c.lastIndexOf('/') + 1)};userId`);
  });

  test('have users found by name where agents are called by names, and nowhere else', () => {
    const { service } = stacksWith({ amazonConnectArns: a, amazonConnectInstances: [{ arn: b, ...other }] });
    const worker = functionOf(service, 'queue-logout-work');
    const found = grantsOf(service, worker).filter(({ action }) => action === 'connect:ListUsers');
    expect(found.map(({ resource }) => JSON.parse(resource))).toEqual([b]);
    const told = grantsOf(service, worker).filter(({ action }) => action === 'connect:PutUserStatus');
    expect(new Set(told.map(({ resource }) => JSON.parse(resource).slice(0, a.length)))).toEqual(new Set([a, b]));
    const { AMAZON_CONNECT_INSTANCES: text } = worker.Properties.Environment.Variables;
    expect(connectInstances(text).size).toBe(2);
  });
});

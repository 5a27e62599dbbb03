import { expect, test } from '@jest/globals';
import { agentReconciliationRoutes } from '#dialects/native/agent-reconciliations.ts';
import { someDay } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const post = routeOf(agentReconciliationRoutes, 'POST /v1/agent-reconciliations');

test('a reconciliation is asked for in the instance of the caller, who is named', async () => {
  const caller = aCaller('sessions:write');
  expect(await callOf(post, aRequest({ caller }))).toEqual({
    useCase: 'askForReconciliation',
    args: [{ instanceId: 'demo' }, caller.callerId],
  });
});

test('it takes a scope that may change agents', async () => {
  expect(await refusalOf(callOf(post, aRequest({ caller: aCaller('sessions:read') })))).toMatchObject({
    type: 'forbidden',
  });
});

test('it takes no choices', async () => {
  const faults = await faultsOf(callOf(post, aRequest({ body: { agentIds: ['ann'] } })));
  expect(faults).toEqual([{ path: 'agentIds', message: 'Unknown key; there are none to give' }]);
});

test('what was asked for is answered, without what is stored beside it', async () => {
  const asked = { reconciliationId: 'r1', requestedBy: 'admin', requestedAt: someDay, tomorrow: 1 };
  expect(await answerOf(post, asked, aRequest({}))).toEqual({
    status: 202,
    body: { reconciliationId: 'r1', requestedBy: 'admin', requestedAt: '2026-11-21T09:30:00.000Z' },
  });
});

test('an instance without a contact centre behind it has nothing to compare with', async () => {
  expect(await refusalOf(answerOf(post, undefined, aRequest({})))).toMatchObject({
    type: 'conflict',
    message: expect.stringContaining('not those of an Amazon Connect instance'),
  });
});

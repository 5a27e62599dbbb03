import { expect, test } from '@jest/globals';
import type { AgentImport } from '#core/agent-imports/agent-import.ts';
import { agentImportRoutes } from '#dialects/native/agent-imports.ts';
import { someDay } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const postImport = routeOf(agentImportRoutes, 'POST /v1/agent-imports');
const getImport = routeOf(agentImportRoutes, 'GET /v1/agent-imports/latest');

const counts = { listed: 3, created: 1, changed: 1, deleted: 1, passedOver: 0 };
const anImport: AgentImport = {
  instanceId: 'demo',
  importId: 'i1',
  startedAt: someDay,
  counts,
  progress: { status: 'failed', finishedAt: someDay + 1, fault: 'denied' },
};

test('an import is begun for the instance of the caller, who is named', async () => {
  const caller = aCaller('sessions:write');
  expect(await callOf(postImport, aRequest({ caller }))).toEqual({
    useCase: 'importAgents',
    args: [{ instanceId: 'demo' }, caller.callerId],
  });
});

test('an import takes no choices', async () => {
  const faults = await faultsOf(callOf(postImport, aRequest({ body: { teamIds: [] } })));
  expect(faults).toEqual([{ path: 'teamIds', message: 'Unknown key; there are none to give' }]);
});

test('an instance without a contact centre behind it has nothing to import', async () => {
  expect(await refusalOf(answerOf(postImport, undefined, aRequest({})))).toMatchObject({ type: 'conflict' });
});

test('an import that failed says why, and what is stored beside the counts is not shown', async () => {
  const stored = { ...anImport, counts: { ...counts, tomorrow: 1 } };
  expect(await answerOf(getImport, stored, aRequest({}))).toEqual({
    status: 200,
    body: {
      importId: 'i1',
      status: 'failed',
      startedAt: '2026-11-21T09:30:00.000Z',
      finishedAt: '2026-11-21T09:30:00.001Z',
      fault: 'denied',
      counts,
    },
  });
});

test('before the first import there is none to show', async () => {
  expect(await refusalOf(answerOf(getImport, undefined, aRequest({})))).toMatchObject({ type: 'notFound' });
});

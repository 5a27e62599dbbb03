import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/jobs/logout-job-plan.ts';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/jobs/logout-job-receipts.ts';
import { someDay } from '../../support/agents.ts';
import { type EmbeddedDynamodb, startEmbeddedDynamodb } from '../../support/embedded-dynamodb.ts';
import { intercept, lostAnswer } from '../../support/intercept.ts';
import { agentIds, aPage, aReceipt, counts } from '../../support/logout-jobs.ts';

let dynamodb: EmbeddedDynamodb;
beforeAll(async () => {
  dynamodb = await startEmbeddedDynamodb();
});
afterAll(() => dynamodb.stop());

const clock = { now: () => someDay };
const job = { instanceId: 'demo', jobId: 1 };

/** Ports on one table; the first is on a client whose requests a test may break. */
async function open() {
  const tableName = (await dynamodb.makeTables()).jobs;
  const [faulty, sound] = [dynamodb.connect(), dynamodb.connect()].map((client) => ({ client, tableName, clock }));
  if (!faulty || !sound) throw new Error('Two clients were made');
  return {
    faulty: faulty.client,
    plan: makeDynamoLogoutJobPlan(sound),
    faultyPlan: makeDynamoLogoutJobPlan(faulty),
    receipts: makeDynamoLogoutJobReceipts(sound),
    faultyReceipts: makeDynamoLogoutJobReceipts(faulty),
  };
}

const tally = (agents: number, agentsDone: number, chunksDone: number) => ({
  page: 0,
  agents,
  agentsDone,
  chunks: Math.ceil(agents / 100),
  chunksDone,
  counts: counts({ matched: agentsDone, loggedOut: agentsDone }),
});

test('a receipt whose counting was cut off is counted when it is added again, as it stands', async () => {
  const { plan, receipts, faulty, faultyReceipts } = await open();
  await plan.addPage(job, aPage(agentIds(150)));
  intercept(faulty, async ({ operation, send }) => {
    if (operation === 'UpdateItem') throw new Error('Crash');
    await send();
  });
  await expect(faultyReceipts.add(job, aReceipt(['ann', 'bob']))).rejects.toThrow('Crash');
  expect(await receipts.tallies(job)).toEqual([tally(150, 0, 0)]);
  await receipts.add(job, aReceipt(['ann']));
  await receipts.add(job, aReceipt(['ann']));
  expect(await receipts.tallies(job)).toEqual([tally(150, 2, 1)]);
});

test('a receipt is counted once, however many answers are lost', async () => {
  const { plan, receipts, faulty, faultyReceipts } = await open();
  await plan.addPage(job, aPage(agentIds(150)));
  const lost = new Set<string>();
  intercept(faulty, async ({ operation, send }) => {
    await send();
    if (lost.has(operation)) return;
    lost.add(operation);
    throw lostAnswer();
  });
  await faultyReceipts.add(job, aReceipt(['ann', 'bob']));
  expect([...lost]).toEqual(['PutItem', 'GetItem', 'UpdateItem']);
  expect(await receipts.tallies(job)).toEqual([tally(150, 2, 1)]);
});

test('a page whose tally was not opened has one after it is added again', async () => {
  const { plan, receipts, faulty, faultyPlan } = await open();
  intercept(faulty, async ({ operation, send }) => {
    if (operation === 'UpdateItem') throw new Error('Crash');
    await send();
  });
  await expect(faultyPlan.addPage(job, aPage(agentIds(101)))).rejects.toThrow('Crash');
  expect(await receipts.tallies(job)).toEqual([]);
  expect(await plan.addPage(job, aPage(['other']))).toEqual(aPage(agentIds(101)));
  expect(await receipts.tallies(job)).toEqual([tally(101, 0, 0)]);
});

test('opening a tally again leaves what has been counted', async () => {
  const { plan, receipts } = await open();
  await plan.addPage(job, aPage(agentIds(101)));
  await receipts.add(job, aReceipt(agentIds(100)));
  await plan.addPage(job, aPage(agentIds(101)));
  expect(await receipts.tallies(job)).toEqual([tally(101, 100, 1)]);
});

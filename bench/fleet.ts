import { BatchWriteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { agentItem } from '#adapters/dynamodb/agent-item.ts';
import type { Agent } from '#core/agents/agent.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { anAddress, anAgent, aSession, stored } from '#test/support/agents.ts';

/** The instance that is measured; its name has an ordinary length. */
export const instanceId = 'contoso-production';

const uuid = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Signed-in idle agents with usual profiles, one on each address from 10.0.0.0 on. */
export const aFleet = (size: number): Agent[] =>
  Array.from({ length: size }, (_, n) =>
    anAgent({
      instanceId,
      agentId: uuid(n),
      name: 'Bartholomew Featherstonehaugh',
      email: 'bartholomew.featherstonehaugh@contoso.example',
      agentNumber: `Agent No. ${n}`,
      teamIds: ['billing-support', 'second-level'],
      // Before any job is requested: a job does not affect sessions that begin later.
      session: aSession({ sessionId: uuid(n), ipAddress: nthAddress(n), signedInAt: 0 }),
    }),
  );

const nthAddress = (n: number) => anAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);

/** The item that the store writes for an agent saved once. */
export const itemOf = (agent: Agent) => agentItem.toItem(stored(agent));

interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Writes agents 25 at a time. A meter does not measure such requests. */
export async function fillInBatches({ client, tableName }: Table, fleet: readonly Agent[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(fleet.length / 25) }, (_, n) => fleet.slice(n * 25, n * 25 + 25));
  const write = async (batch: readonly Agent[]) => {
    const requests = batch.map((agent) => ({ PutRequest: { Item: itemOf(agent) } }));
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('The table accepted only a part of a batch');
  };
  allFulfilled(await inParallel(batches, 10, write), 'batches');
}

/** Writes agents one by one, so that a meter attached to the client knows the size of each item and index entry. */
export async function fillOneByOne({ client, tableName }: Table, fleet: readonly Agent[]): Promise<void> {
  const write = (agent: Agent) => client.send(new PutCommand({ TableName: tableName, Item: itemOf(agent) }));
  allFulfilled(await inParallel(fleet, 20, write), 'agents');
}

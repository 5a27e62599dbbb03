import { BatchWriteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { toAgentItem } from '#adapters/dynamodb/agents/agent-item.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { anAddress, anAgent, aSession, stored } from '#test/support/agents.ts';

/** The centre that is measured, its name of ordinary length. */
export const instanceId = 'contoso-production';

const uuid = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** Signed-in idle agents as large as they usually are, one on each address from 10.0.0.0 on. */
export const aFleet = (size: number): Agent[] =>
  Array.from({ length: size }, (_, n) =>
    anAgent({
      instanceId,
      agentId: uuid(n),
      name: 'Bartholomew Featherstonehaugh',
      email: 'bartholomew.featherstonehaugh@contoso.example',
      agentNumber: `Agent No. ${n}`,
      teamIds: ['billing-support', 'second-level'],
      // Signed in long before any job is ordered: whoever signs in later is left alone.
      session: aSession({ sessionId: uuid(n), ipAddress: nthAddress(n), signedInAt: 0 }),
    }),
  );

const nthAddress = (n: number) => anAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`);

/** The item the store would write of an agent saved once. */
export const itemOf = (agent: Agent) => toAgentItem(stored(agent));

interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Writes agents 25 at a time. A meter does not follow such requests. */
export async function fillInBatches({ client, tableName }: Table, fleet: readonly Agent[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(fleet.length / 25) }, (_, n) => fleet.slice(n * 25, n * 25 + 25));
  const write = async (batch: readonly Agent[]) => {
    const requests = batch.map((agent) => ({ PutRequest: { Item: itemOf(agent) } }));
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: requests } }),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('The table took a batch in part');
  };
  allFulfilled(await inParallel(batches, 10, write), 'batches');
}

/** Writes agents one by one, so that a meter attached to the client knows what each item and index entry weighs. */
export async function fillOneByOne({ client, tableName }: Table, fleet: readonly Agent[]): Promise<void> {
  const write = (agent: Agent) => client.send(new PutCommand({ TableName: tableName, Item: itemOf(agent) }));
  allFulfilled(await inParallel(fleet, 20, write), 'agents');
}

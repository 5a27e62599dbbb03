import { agentsTable } from '#adapters/dynamodb/agents-table.ts';
import { mostAtOnce } from '#core/forced-logouts/force-logouts.ts';
import { pageSize } from '#core/forced-logouts/plan-job.ts';
import { aRange } from '#test/support/agents.ts';
import { type Item, itemSize } from '#test/support/item-size.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, type Figure, type Measure, short } from './figure.ts';
import { aFleet, fillInBatches, instanceId, itemOf } from './fleet.ts';

const online = 100_000;

const ranges = [
  ['an address', aRange('10.0.77.9')],
  ['a /28', aRange('10.0.77.16', '10.0.77.31')],
  ['a /24', aRange('10.0.77.0', '10.0.77.255')],
  ['a /20', aRange('10.0.64.0', '10.0.79.255')],
] as const;

/** Read units of looking up the agents of a range, among many who are signed in. */
export const measure: Measure = async (progress) => {
  const { tables, aside, stop } = await deploy();
  const fleet = aFleet(online);
  progress(`filling the table with ${online} agents`);
  const began = performance.now();
  await fillInBatches({ client: aside, tableName: tables.agents }, fleet);
  const seconds = Math.round((performance.now() - began) / 1000);

  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { directory } = await import('#runtime/compose/agents.ts');
  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  meter.attach(dynamodb);
  /** Units of reading entries in one piece: half a unit for 4 KB, because reads of an index are eventually consistent. */
  const entryBytes = Math.max(...fleet.map((agent) => itemSize(entryOf(itemOf(agent)))));
  const needed = (matches: number) => (matches * entryBytes) / 4096 / 2;

  const figures: Figure[] = [];
  for (const [name, ipRange] of ranges) {
    meter.reset();
    const { agentIds } = await directory.signedIn(instanceId, { ipRange }, { limit: pageSize });
    const { readUnits, requests } = meter.usage();
    const matches = agentIds.length;
    const what = `${name}: ${matches} found in ${requests.Query} query, entries of ${short(needed(matches))} RRU`;
    figures.push(
      matches === 256
        ? atMost(what, { value: readUnits, most: 1.1 * needed(matches), unit: 'RRU' })
        : { what, measured: `${short(readUnits)} RRU` },
    );
  }
  meter.reset();
  await directory.signedIn(instanceId, { ipRange: ranges[2][1] }, { limit: mostAtOnce + 1 });
  const what = `a /24: what a request reads before it becomes a job (${mostAtOnce + 1} agents)`;
  figures.push({ what, measured: `${short(meter.usage().readUnits)} RRU` });
  await stop();

  return {
    setup: `${online} signed-in agents, one on each address; filled in ${seconds} s by BatchWriteItem with the items of the store's own mapping. An index entry is ${entryBytes} bytes.`,
    figures,
  };
};

/** The attributes of an item that the index by address holds. */
function entryOf(item: Item): Item {
  const { partitionKey, sortKey, onlineByAddress } = agentsTable;
  const projected = [partitionKey, sortKey, onlineByAddress.partitionKey, onlineByAddress.sortKey];
  return Object.fromEntries(projected.map((name) => [name, item[name]]));
}

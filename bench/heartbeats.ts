import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne, instanceId, itemOf } from './fleet.ts';
import { makeSqsCounter } from './sqs-requests.ts';

const sessions = 10_000;
const leaseSeconds = 150;
const abreast = 50;

/** What one heartbeat of each of ten thousand sessions costs, and what the alarm of one that goes on costs besides. */
export const measure: Measure = async () => {
  const { tables, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/sqs.ts');
  const { heartbeat } = await import('#runtime/compose/heartbeat.ts');
  const { sessionTokens } = await import('#runtime/compose/session-tokens.ts');
  const { ring } = await import('#runtime/compose/ring.ts');

  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  const messages = makeSqsCounter();
  meter.attach(dynamodb);
  const signedIn = Date.now();
  const leased = ({ session, ...agent }: Agent): Agent => ({
    ...agent,
    ...(session && { session: { ...session, lease: { seconds: leaseSeconds, heardAt: signedIn, saidAt: signedIn } } }),
  });
  const fleet = aFleet(sessions).map(leased);
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, fleet);
  const tokens: string[] = [];
  for (const { agentId, session } of fleet) {
    tokens.push(await sessionTokens.issueToken({ instanceId, agentId, sessionId: session?.sessionId ?? 'none' }));
  }
  const say = async (token: string) => {
    const { agentId, sessionId } = await sessionTokens.clientOf(token);
    const { type } = await heartbeat({ instanceId, agentId }, { sessionId, saidAt: Date.now() });
    if (type !== 'goesOn') throw new Error(`A session is ${type}`);
  };
  meter.reset();
  // A function works one request at a time; all but the first find the key there.
  const [first = '', ...others] = tokens;
  await say(first);
  allFulfilled(await inParallel(others, abreast, say), 'heartbeats');
  const said = meter.usage();

  const [one] = fleet;
  if (!one?.session) throw new Error('There is nobody whose lease could end');
  const lapsing = { seconds: leaseSeconds, heardAt: Date.now() - seconds(1) };
  const item = itemOf({ ...one, session: { ...one.session, lease: lapsing } });
  await dynamodb.send(new PutCommand({ TableName: tables.agents, Item: item }));
  meter.reset();
  messages.attach(sqs);
  await ring({ kind: 'agent', instanceId, agentId: one.agentId, at: Date.now() });
  const rung = meter.usage();
  await stop();
  return {
    setup: `${sessions} sessions, each with a contact centre's usual profile, heard of once; checked token, real adapters.`,
    figures: [
      atMost('write units', { value: said.writeUnits, most: sessions, unit: 'WRU' }),
      atMost('requests that write', { value: said.requests.UpdateItem ?? 0, most: sessions, unit: 'requests' }),
      {
        what: 'reads: the key of the tokens, once in five minutes for a warm function',
        measured: `${said.requests.GetItem ?? 0} requests, ${short(said.readUnits)} RRU`,
      },
      {
        what: `besides, the alarm of a session that goes on, once in a lease (${leaseSeconds} s or less)`,
        measured: `${rung.writeUnits} WRU, ${short(rung.readUnits)} RRU, ${listed(messages.requests().billed)}`,
      },
    ],
  };
};

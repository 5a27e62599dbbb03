import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { makeSessionTokens } from '#core/agent-clients/session-tokens.ts';
import type { Agent } from '#core/agents/agent.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { seconds } from '#core/instant.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne, instanceId, itemOf } from './fleet.ts';
import { makeSqsCounter } from './sqs-requests.ts';

const sessions = 10_000;
const leaseSeconds = 150;
const simultaneous = 50;

/** Units of one heartbeat for each of ten thousand sessions, and of the wake-up of a session that goes on. */
export const measure: Measure = async () => {
  const { tables, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/messaging.ts');
  const { tokens: signed } = await import('#runtime/compose/access.ts');
  const { agentClients } = await import('#runtime/compose/agents.ts');
  const { makeClaimsOf } = await import('#runtime/http-request.ts');
  const { wakeUps } = await import('#runtime/compose/wake-ups.ts');
  const sessionTokens = makeSessionTokens({ tokens: signed, clock: { now: Date.now } });
  const claimsOf = makeClaimsOf(signed);

  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  const messages = makeSqsCounter();
  meter.attach(dynamodb);
  const signedIn = Date.now();
  const leased = ({ session, ...agent }: Agent): Agent => ({
    ...agent,
    ...(session && {
      session: { ...session, lease: { seconds: leaseSeconds, lastSeenAt: signedIn, sentAt: signedIn } },
    }),
  });
  const fleet = aFleet(sessions).map(leased);
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, fleet);
  const tokens: string[] = [];
  for (const { agentId, session } of fleet) {
    tokens.push(await sessionTokens.issue({ instanceId, agentId, sessionId: session?.sessionId ?? 'none' }));
  }
  const [{ session: { ipAddress: from } = {} } = {}] = fleet;
  const sendHeartbeat = async (token: string) => {
    const { state } = await agentClients.heartbeatByToken(await claimsOf(token), { sentAt: Date.now(), from });
    if (state.type !== 'goesOn') throw new Error(`A session is ${state.type}`);
  };
  meter.reset();
  // A function handles one request at a time: after the first it remembers the key.
  const [first = '', ...others] = tokens;
  await sendHeartbeat(first);
  allFulfilled(await inParallel(others, simultaneous, sendHeartbeat), 'heartbeats');
  const heartbeats = meter.usage();

  const [one] = fleet;
  if (!one?.session) throw new Error('The fleet has no session');
  const expired = { seconds: leaseSeconds, lastSeenAt: Date.now() - seconds(1) };
  const item = itemOf({ ...one, session: { ...one.session, lease: expired } });
  await dynamodb.send(new PutCommand({ TableName: tables.agents, Item: item }));
  meter.reset();
  messages.attach(sqs);
  await wakeUps.wake({ kind: 'agent', instanceId, agentId: one.agentId, at: Date.now() });
  const woken = meter.usage();
  await stop();
  return {
    setup: `${sessions} sessions, each with a contact centre's usual profile, one heartbeat each; checked token, real adapters.`,
    figures: [
      atMost('write units', { value: heartbeats.writeUnits, most: sessions, unit: 'WRU' }),
      atMost('requests that write', { value: heartbeats.requests.UpdateItem ?? 0, most: sessions, unit: 'requests' }),
      {
        what: 'reads: the key of the tokens, once in five minutes for a warm function',
        measured: `${heartbeats.requests.GetItem ?? 0} requests, ${short(heartbeats.readUnits)} RRU`,
      },
      {
        what: `in addition, the wake-up of a session that goes on, once in a lease (${leaseSeconds} s or less)`,
        measured: `${woken.writeUnits} WRU, ${short(woken.readUnits)} RRU, ${listed(messages.requests().billed)}`,
      },
    ],
  };
};

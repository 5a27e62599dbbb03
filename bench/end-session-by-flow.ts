import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne, instanceId } from './fleet.ts';
import { makeSqsCounter } from './sqs-requests.ts';

/** Requests and units of one session that a flow ends, from the use case down; the function has been warm for a while. */
export const measure: Measure = async () => {
  const { tables, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/messaging.ts');
  const { agents, sessionRights } = await import('#runtime/compose/agents.ts');
  const { wakeUps } = await import('#runtime/compose/wake-ups.ts');

  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  const messages = makeSqsCounter();
  meter.attach(dynamodb);
  const [robot, warmUp, crashed] = aFleet(3);
  if (!robot || !warmUp || !crashed) throw new Error('The fleet is empty');
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, [robot, warmUp, crashed]);
  await sessionRights.putSecurityProfile({ instanceId, profileId: 'cleaner', endSessions: { of: 'everybody' } });
  const profile = { ...robot.profile, securityProfileId: 'cleaner' };
  await agents.putProfile({ instanceId, agentId: robot.agentId }, profile);

  const contact = { instanceId, contactId: 'c1' };
  const set = await sessionRights.setSecurityUser({ ...contact, agentId: robot.agentId });
  if (set.type !== 'set') throw new Error(set.type);
  const end = async (agentId: string) => {
    const { type } = await sessionRights.terminateByFlow({ ...contact, securityUser: set.securityUser, agentId });
    if (type !== 'terminated') throw new Error(type);
  };
  await end(warmUp.agentId);
  messages.attach(sqs);
  meter.reset();
  await end(crashed.agentId);
  const ended = meter.usage();
  const sent = messages.requests().billed;
  meter.reset();
  await wakeUps.wake({ kind: 'agent', instanceId, agentId: crashed.agentId, at: Date.now() });
  const published = meter.usage();
  await stop();
  const requests = Object.values(ended.requests).reduce((sum, count) => sum + count, 0);
  return {
    setup:
      'Terminate Agent Session for one signed-in idle agent; the use case on the real adapters, in a warm function.',
    figures: [
      atMost('DynamoDB requests', { value: requests, most: 3, unit: 'requests' }),
      { what: 'of which', measured: listed(ended.requests) },
      { what: 'units', measured: `${ended.writeUnits} WRU, ${short(ended.readUnits)} RRU` },
      { what: 'SQS: the guard, and the wake-up that publishes at once', measured: listed(sent) },
      {
        what: 'that wake-up fires: reads, publishes, clears the outbox',
        measured: `${published.writeUnits} WRU, ${short(published.readUnits)} RRU`,
      },
    ],
  };
};

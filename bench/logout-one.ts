import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, type Figure, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne, instanceId } from './fleet.ts';
import { makeSqsCounter } from './sqs-requests.ts';

/** What each request to DynamoDB is for, in the order in which they are sent. */
const purposes: Readonly<Record<string, string>> = {
  GetItem: 'the agent, while the wake-up that guards the outbox is set',
  PutItem: 'the agent signed out, with the event in its outbox; the index entry is removed',
  UpdateItem: 'the outbox cleared',
};

/** Units and requests of one agent's forced logout by `POST /v1/force-logouts`, from the use case down. */
export const measure: Measure = async () => {
  const { tables, putEvents, stop } = await deploy();
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/messaging.ts');
  const { forcedLogouts } = await import('#runtime/compose/forced-logouts.ts');
  const { wakeUps } = await import('#runtime/compose/wake-ups.ts');

  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  const messages = makeSqsCounter();
  meter.attach(dynamodb);
  messages.attach(sqs);
  const [agent] = aFleet(1);
  if (!agent) throw new Error('The fleet is empty');
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, [agent]);

  /** Each request, and the units by which it advanced the meter. */
  const trace: Figure[] = [];
  dynamodb.middlewareStack.add(
    (next, context) => async (args) => {
      const before = meter.usage();
      const result = await next(args);
      const { readUnits, writeUnitsOf } = meter.usage();
      const operation = String(context.commandName).replace(/Command$/, '');
      const written = Object.entries(writeUnitsOf).map(
        ([target, units]) =>
          [target.replace(tables.agents, 'agents'), units - (before.writeUnitsOf[target] ?? 0)] as const,
      );
      const units = [
        ...written.filter(([, n]) => n > 0).map(([target, n]) => `${n} WRU ${target}`),
        ...(readUnits > before.readUnits ? [`${short(readUnits - before.readUnits)} RRU`] : []),
      ];
      trace.push({ what: `${operation}: ${purposes[operation] ?? 'unexpected'}`, measured: units.join(', ') });
      return result;
    },
    { step: 'initialize', priority: 'high' },
  );

  meter.reset();
  const everybody = { agentIds: [agent.agentId], teamIds: [], ipRanges: [] };
  const order = { requestedBy: 'key-1', reason: 'End of the shift' };
  const request = { timing: 'afterContact', order } as const;
  const outcome = await forcedLogouts.forceLogouts(instanceId, everybody, request);
  if (outcome.type !== 'done' || outcome.rows[0]?.outcome !== 'loggedOut') throw new Error('Nobody was logged out');
  const { writeUnits, readUnits } = meter.usage();
  const figures = [
    atMost('write units in total', { value: writeUnits, most: 6, unit: 'WRU' }),
    { what: 'read units in total', measured: `${short(readUnits)} RRU` },
    ...trace.splice(0),
    { what: 'SQS: the wake-up that guards the outbox', measured: listed(messages.requests().billed) },
    { what: 'EventBridge: LogoutRequested, AgentSignedOut', measured: `${(await putEvents()).requests} PutEvents` },
  ];
  meter.reset();
  await wakeUps.wake({ kind: 'agent', instanceId, agentId: agent.agentId, at: Date.now() });
  const woken = meter.usage();
  await stop();
  return {
    setup:
      'One signed-in idle agent in two teams, named by id in POST /v1/force-logouts; the use case on the real adapters.',
    figures: [
      ...figures,
      {
        what: 'a minute later the wake-up fires (1 receive, 1 delete) and finds nothing due',
        measured: `${woken.writeUnits} WRU, ${short(woken.readUnits)} RRU`,
      },
    ],
  };
};

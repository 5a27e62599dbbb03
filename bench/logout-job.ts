import { SQSClient } from '@aws-sdk/client-sqs';
import { onThisMachine } from '#test/support/json-service.ts';
import { makeMeter } from '#test/support/meter.ts';
import { meteredTables } from '#test/support/metered-tables.ts';
import { deploy } from './deployment.ts';
import { atMost, type Figure, listed, type Measure, short } from './figure.ts';
import { aFleet, fillOneByOne } from './fleet.ts';
import { agentsOfJob, runLargeJob } from './large-job.ts';
import { makeSqsCounter } from './sqs-requests.ts';

/** Requests, units and the busiest key of a large job, at the pace at which it is deployed. */
export const measure: Measure = async (progress) => {
  const deployment = await deploy();
  const { tables, endpoints, putEvents, stop } = deployment;
  const { dynamodb } = await import('#runtime/compose/dynamodb.ts');
  const { sqs } = await import('#runtime/compose/messaging.ts');

  const meter = makeMeter({ clock: Date, tables: meteredTables(tables) });
  meter.attach(dynamodb);
  progress(`filling the table with ${agentsOfJob} agents`);
  await fillOneByOne({ client: dynamodb, tableName: tables.agents }, aFleet(agentsOfJob));
  meter.reset();

  const poll = new SQSClient(onThisMachine(endpoints.sqs));
  const messages = makeSqsCounter();
  messages.attach(sqs);
  messages.attach(poll);
  const seconds = await runLargeJob({ deployment, poll, progress });
  const usage = meter.usage();
  const { billed, emptyReceives } = messages.requests();
  const bus = await putEvents();
  await stop();

  const perAgent = (count: number) => count / agentsOfJob;
  const called = (target: string) => target.replace(tables.agents, 'agents').replace(tables.jobs, 'jobs');
  return {
    setup: `${agentsOfJob} idle agents in one range; the functions as deployed, two workers, half a second of rest after a chunk; embedded DynamoDB and SQS. The job took ${Math.round(seconds)} s.`,
    figures: [
      atMost('SQS requests per agent', { value: perAgent(sum(billed)), most: 0.004, unit: 'requests' }),
      { what: '  of which in all', measured: listed(billed) },
      { what: '  empty receives while polling, not counted', measured: String(emptyReceives) },
      ...Object.entries(usage.busiest).map(([target, { partition, writes, units }]) =>
        atMost(`busiest second of a key of ${called(target)}: ${writes} writes on ${partition}`, {
          value: units,
          most: 500,
          unit: 'WRU',
        }),
      ),
      { what: 'write units per agent', measured: `${short(perAgent(usage.writeUnits))} WRU` },
      ...Object.entries(usage.writeUnitsOf).map(
        ([target, units]): Figure => ({
          what: `  of which ${called(target)}`,
          measured: `${short(perAgent(units))} WRU`,
        }),
      ),
      { what: 'read units per agent', measured: `${short(perAgent(usage.readUnits))} RRU` },
      { what: 'DynamoDB requests', measured: listed(usage.requests) },
      { what: 'EventBridge requests', measured: `${bus.requests} for ${bus.events} events` },
    ],
  };
};

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, n) => total + n, 0);

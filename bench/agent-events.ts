import { setTimeout as wait } from 'node:timers/promises';
import type { Context, KinesisStreamRecord } from 'aws-lambda';
import { minutes } from '#core/instant.ts';
import { stream } from '#runtime/stream.ts';
import { parseAgentEvent } from '../functions/backends/amazon-connect/agent-event.ts';
import { makeReadAgentEvent } from '../functions/backends/amazon-connect/agent-news.ts';
import { makeStatuses } from '../functions/backends/amazon-connect/statuses.ts';
import { makeConnectUsers } from '../functions/backends/amazon-connect/users.ts';
import { aDrivenCentre } from '../test/connect/driven-centre.ts';
import { atMost, type Measure, percentile, short } from './figure.ts';

const agents = 1_000;
const eventsPerSecond = 1_000;
const measuredSeconds = 24;
/** Shards of the stream with two batches each at the same time, as the mapping is deployed. */
const lanes = 10;
const batchSize = 100;
/** One batch in so many is delivered twice, the second time beside the first. */
const oneDoubledIn = 50;
const statuses = ['Available', 'Break', 'Lunch', 'Training'];
const tickMilliseconds = 10;

const invocation = { getRemainingTimeInMillis: () => 30_000, awsRequestId: 'bench' } as Context;

interface Arrival {
  readonly record: KinesisStreamRecord;
  readonly arrivedAt: number;
}

/** The handler of the stream over the use cases of production, with tables, queue and bus in memory. */
async function aFollower() {
  const centre = await aDrivenCentre();
  const { connectInstance: instance, connected, time } = centre;
  const known = { users: makeConnectUsers(instance, connected), statuses: makeStatuses(instance, connected) };
  const read = makeReadAgentEvent(instance, known);
  const handle = stream({
    parse: parseAgentEvent,
    work: async (event) => {
      const news = await read(event);
      if (news) await centre.followNews(news);
    },
    idsOf: ({ instanceId, userId, eventId }) => ({ instanceId, userId, eventId }),
  });
  const first = time.now() - minutes(12 * 60);
  let made = 0;

  /** The next event: each agent has one in turn, and another status with each of them. */
  function next(): KinesisStreamRecord {
    const n = made;
    made += 1;
    const agentArn = `${instance.arn}/agent/agent-${n % agents}`;
    const at = new Date(first + n).toISOString();
    const event = {
      AgentARN: agentArn,
      CurrentAgentSnapshot: {
        AgentStatus: {
          ARN: `${instance.arn}/agent-state/${statusOf(n)}`,
          Name: statusOf(n),
          StartTimestamp: at,
          Type: statusOf(n) === 'Available' ? 'ROUTABLE' : 'CUSTOM',
        },
        NextAgentStatus: null,
        Configuration: {
          Username: `agent-${n % agents}`,
          RoutingProfile: { ARN: `${instance.arn}/routing-profile/r` },
        },
        Contacts: [],
      },
      EventId: String(n),
      EventTimestamp: at,
      EventType: 'STATE_CHANGE',
      InstanceARN: instance.arn,
    };
    return {
      eventID: `shard:${n}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents',
      eventVersion: '1.0',
      invokeIdentityArn: 'arn',
      awsRegion: 'eu-central-1',
      kinesis: {
        data: Buffer.from(JSON.stringify(event)).toString('base64'),
        partitionKey: agentArn,
        sequenceNumber: String(n),
        kinesisSchemaVersion: '1.0',
        approximateArrivalTimestamp: 0,
      },
    };
  }

  async function deliver(batch: readonly Arrival[]): Promise<void> {
    const { batchItemFailures } = await handle({ Records: batch.map(({ record }) => record) }, invocation);
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
  }

  /** @throws Error if the effect of an event is missing, or there twice */
  async function check(): Promise<void> {
    const published = new Map(centre.published().map(({ eventId, fact }) => [eventId, fact.type]));
    const [signedIn, changed] = ['AgentSignedIn', 'AgentStatusChanged'].map(
      (type) => [...published.values()].filter((each) => each === type).length,
    );
    if (signedIn !== agents || changed !== made - agents)
      throw new Error(`${made} events have signed in ${signedIn} agents and changed ${changed} statuses`);
    for (let n = made - agents; n < made; n += 1) {
      const agent = await centre.getAgent({ instanceId: centre.instanceId, agentId: `agent-${n % agents}` });
      if (agent?.session?.status !== statusOf(n)) throw new Error(`The last event of agent-${n % agents} is lost`);
    }
  }

  return { next, deliver, check, made: () => made };
}

const statusOf = (n: number) => statuses[Math.floor(n / agents) % statuses.length] ?? '';
const laneOf = (record: KinesisStreamRecord) => Number(record.kinesis.sequenceNumber) % lanes;

/** Lanes in which batches follow each other, as those of a shard do. */
function makeLanes(deliver: (batch: readonly Arrival[]) => Promise<void>) {
  const waiting: Arrival[][] = Array.from({ length: lanes }, () => []);
  const lateness: number[] = [];
  let batches = 0;

  async function workOff(lane: number): Promise<void> {
    const queue = waiting[lane] ?? [];
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize);
      batches += 1;
      const twice = batches % oneDoubledIn === 0;
      await Promise.all([deliver(batch), ...(twice ? [deliver(batch)] : [])]);
      const now = performance.now();
      for (const { arrivedAt } of batch) lateness.push(now - arrivedAt);
    }
  }

  return {
    lateness,
    put: (record: KinesisStreamRecord) => waiting[laneOf(record)]?.push({ record, arrivedAt: performance.now() }),
    workOff: () => Promise.all(waiting.map((_, lane) => workOff(lane))),
  };
}

/** Agent events at a rate of a thousand a second, and as many as there can be. */
export const measure: Measure = async (progress) => {
  const { next, deliver, check, made } = await aFollower();
  const paced = makeLanes(deliver);
  const began = performance.now();
  let working = Promise.resolve<unknown>(undefined);
  for (let tick = 1; made() < eventsPerSecond * measuredSeconds; tick += 1) {
    const due = Math.floor(((performance.now() - began) / 1000) * eventsPerSecond);
    while (made() < Math.min(due, eventsPerSecond * measuredSeconds)) paced.put(next());
    working = working.then(paced.workOff);
    if (tick % 500 === 0) progress(`${made()} events`);
    await wait(tickMilliseconds);
  }
  await working;
  const took = (performance.now() - began) / 1000;
  await check();
  const [pacedEvents, late] = [made(), percentile(paced.lateness, 0.99)];

  const flatOut = makeLanes(deliver);
  for (let n = 0; n < eventsPerSecond * measuredSeconds; n += 1) flatOut.put(next());
  const start = performance.now();
  const cpu = process.cpuUsage();
  await flatOut.workOff();
  const perSecond = (made() - pacedEvents) / ((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(cpu);
  await check();

  return {
    setup: `${agents} agents, each with an event a second that changes the status, in ${lanes} lanes of batches of at most ${batchSize}; one batch in ${oneDoubledIn} is delivered twice at the same time. The handler of the stream and the use cases of production; tables, bus and log in memory. Every event has to change its agent once, and the last one of each has to be what is known.`,
    figures: [
      atMost(`${pacedEvents} events, ${eventsPerSecond} a second: until all were followed`, {
        value: took,
        most: measuredSeconds + 1,
        unit: 's',
        of: 'time',
      }),
      atMost('  from the arrival of an event until it was followed, 99th percentile', {
        value: late,
        most: 1_000,
        unit: 'ms',
        of: 'time',
      }),
      { what: '  events without effect, or with two', measured: '0' },
      { what: `${made() - pacedEvents} more that are there at once`, measured: `${short(perSecond)} a second` },
      {
        what: '  time of a processor for each',
        measured: `${short((user + system) / (made() - pacedEvents))} µs`,
      },
    ],
  };
};

import { AssociateInstanceStorageConfigCommand } from '@aws-sdk/client-connect';
import type { Context } from 'aws-lambda';
import { isSignedIn } from '#core/agents/agent.ts';
import { minutes, seconds } from '#core/instant.ts';
import { stream } from '#runtime/stream.ts';
import { type ConnectAgentEvent, parseAgentEvent } from '../../functions/backends/amazon-connect/agent-event.ts';
import { makeReadAgentEvent } from '../../functions/backends/amazon-connect/agent-news.ts';
import { makeStatuses } from '../../functions/backends/amazon-connect/statuses.ts';
import { makeConnectUsers } from '../../functions/backends/amazon-connect/users.ts';
import type { KinesisRecord } from '../../local/connect/events/event-source.ts';
import { runScript } from '../../local/connect/script/run-script.ts';
import type { StandInSettings } from '../../local/connect/stand-in.ts';
import { aDrivenCentre } from './driven-centre.ts';

const streamArn = 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents';

/** An invocation with time enough. */
const invocation = { getRemainingTimeInMillis: () => 30_000, awsRequestId: 'r1' } as unknown as Context;

const textOf = ({ kinesis: { data } }: KinesisRecord) => Buffer.from(data, 'base64').toString();

const never = () => new Promise<void>(() => {});

/** A driven centre that hears the agent events of the stand-in, by the function of the stream. */
export async function aFollowedCentre(settings: Partial<StandInSettings> = {}) {
  const waiting: KinesisRecord[] = [];
  let isLost: ((event: ConnectAgentEvent) => boolean) | undefined;
  let lost = 0;
  function take(record: KinesisRecord): void {
    const event = isLost && parseAgentEvent(textOf(record));
    if (event && isLost?.(event)) lost += 1;
    else waiting.push(record);
  }
  const centre = await aDrivenCentre({ onAgentEvent: take, ...settings });
  const { connectInstance: instance, connected, instanceId, time } = centre;
  await connected.client.send(
    new AssociateInstanceStorageConfigCommand({
      InstanceId: instanceId,
      ResourceType: 'AGENT_EVENTS',
      StorageConfig: { StorageType: 'KINESIS_STREAM', KinesisStreamConfig: { StreamArn: streamArn } },
    }),
  );
  const users = makeConnectUsers(instance, connected);
  const read = makeReadAgentEvent(instance, { users, statuses: makeStatuses(instance, connected) });
  const handle = stream({
    parse: parseAgentEvent,
    work: async (event) => {
      const news = await read(event);
      if (news) await centre.followNews(news);
    },
    idsOf: ({ eventId }) => ({ eventId }),
    limit: never,
  });
  let delivered = 0;

  async function deliver(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 100);
      delivered += batch.length;
      const Records = batch.map((record) => ({
        ...record,
        kinesis: { ...record.kinesis, kinesisSchemaVersion: '1.0' },
        eventVersion: '1.0',
        eventName: 'aws:kinesis:record',
        invokeIdentityArn: 'arn',
        awsRegion: 'eu-central-1',
      }));
      const { batchItemFailures } = await handle({ Records }, invocation);
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records failed`);
    }
  }

  return {
    ...centre,
    waiting,
    deliver,
    delivered: () => delivered,
    /** Loses those of the events that come from now on. */
    loseEvents(which: (event: ConnectAgentEvent) => boolean): void {
      isLost = which;
    },
    /** How many were lost so. */
    lost: () => lost,
    /** Lets time pass, with batches of the stream once a second or as seldom as the caller says. */
    async pass(milliseconds: number, every = 1_000): Promise<void> {
      const end = time.now() + milliseconds;
      while (time.now() < end) {
        await time.runUntil(Math.min(end, time.now() + every));
        await deliver();
      }
    },
    /** The agents whom Lastcall knows differently from Amazon Connect, each in a line. */
    async differences(): Promise<readonly string[]> {
      const lines: string[] = [];
      for (const { id: agentId, username } of centre.instance.directory.users.values()) {
        const known = await centre.getAgent({ instanceId, agentId });
        const { status, slots } = centre.instance.stateOf(agentId);
        const live = slots.filter(({ state }) => !['ENDED', 'MISSED', 'ERROR', 'REJECTED'].includes(state));
        const there =
          status.type === 'OFFLINE' ? 'Offline' : [status.name, ...live.map((slot) => slot.contactId)].join(' ');
        const here = isSignedIn(known)
          ? [known.session.status, ...known.session.contacts.map(({ contactId }) => contactId)].join(' ')
          : 'Offline';
        if (sorted(here) !== sorted(there)) lines.push(`${username}: ${here} here, ${there} there`);
      }
      return lines;
    },
  };
}

const sorted = (line: string) => line.split(' ').toSorted().join(' ');

/** Of every fifth agent, the last events of the day are lost: all from so long before its end. */
const lastMinutes = minutes(10);
const everyFifth = 5;

interface Day {
  readonly agents: number;
  readonly hours: number;
  readonly seed: number;
}

/** The events of a day, shuffled within five minutes, one in a hundred doubled, and as many lost besides. */
async function aDayOfEvents({ agents, hours, seed }: Day) {
  const centre = await aFollowedCentre({ seed, eventFaults: { lateMillis: minutes(5), doubled: 0.01, lost: 0.01 } });
  const script = runScript(centre, { agents, seed });
  const end = centre.time.now() + hours * minutes(60);
  const unlucky = new Set(script.users.filter((_, index) => index % everyFifth === 0).map(({ id }) => id));
  await centre.pass(end - lastMinutes - centre.time.now(), minutes(1));
  centre.loseEvents(({ userId, at }) => unlucky.has(userId) && at >= end - lastMinutes);
  await centre.pass(lastMinutes, minutes(1));
  script.stop();
  // What is on its way arrives.
  await centre.pass(minutes(6), minutes(1));
  return centre;
}

/** How many events a day had, and who is different before and after looks at everybody. One absence proves nothing, so there are two. */
export async function reconciledDay(day: Day) {
  const centre = await aDayOfEvents(day);
  const before = (await centre.differences()).length;
  await centre.lookAtEverybody(centre);
  await centre.time.runUntil(centre.time.now() + seconds(5));
  await centre.lookAtEverybody(centre);
  return {
    delivered: centre.delivered(),
    lost: centre.lost(),
    before,
    mended: centre.reconciled().reduce((sum, { differed }) => sum + differed, 0),
    differences: await centre.differences(),
    reports: centre.reports,
  };
}

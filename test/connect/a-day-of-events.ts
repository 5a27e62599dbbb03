import { AssociateInstanceStorageConfigCommand } from '@aws-sdk/client-connect';
import type { Context } from 'aws-lambda';
import { isSignedIn } from '#core/agents/agent.ts';
import { minutes, seconds } from '#core/instant.ts';
import { stream } from '#runtime/stream.ts';
import { parseAgentEvent } from '../../functions/backends/amazon-connect/agent-event.ts';
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

const never = () => new Promise<void>(() => {});

/** A driven centre that hears the agent events of the stand-in, by the function of the stream. */
export async function aFollowedCentre(settings: Partial<StandInSettings> = {}) {
  const waiting: KinesisRecord[] = [];
  const centre = await aDrivenCentre({ onAgentEvent: (record) => waiting.push(record), ...settings });
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

/** The events of a day, shuffled within five minutes, one in a hundred doubled, and as many lost. */
async function aDayOfEvents({ agents, hours, seed }: Record<'agents' | 'hours' | 'seed', number>) {
  const centre = await aFollowedCentre({ seed, eventFaults: { lateMillis: minutes(5), doubled: 0.01, lost: 0.01 } });
  const script = runScript(centre, { agents, seed });
  await centre.pass(hours * minutes(60), minutes(1));
  script.stop();
  // What is on its way arrives, and heart beats end an hour later.
  await centre.pass(minutes(6), minutes(1));
  return centre;
}

/** How many events a day had, and who is different after everybody was looked at. One absence proves nothing, so it is twice. */
export async function reconciledDay(day: Parameters<typeof aDayOfEvents>[0]) {
  const centre = await aDayOfEvents(day);
  await centre.reconcile(centre.instanceId);
  await centre.time.runUntil(centre.time.now() + seconds(5));
  await centre.reconcile(centre.instanceId);
  return { delivered: centre.delivered(), differences: await centre.differences(), reports: centre.reports };
}

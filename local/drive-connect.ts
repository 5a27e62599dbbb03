import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { scopes } from '#core/access/access.ts';
import { credentials, region } from './aws/account.ts';
import type { LocalRun } from './aws/start-app.ts';
import { StartError } from './aws/start-error.ts';
import type { ChatNotification } from './connect/events/chat-messages.ts';
import type { ContactEvent } from './connect/events/contact-event.ts';
import type { KinesisRecord } from './connect/events/event-source.ts';
import { type ScriptedCentre, scriptedInstanceId, startScriptedCentre } from './connect/start-scripted-centre.ts';
import type { DrivenInstance } from './demo/driven/start-driven-demo.ts';
import type { Seed } from './seed.ts';
import type { LastcallSettings } from './start-local.ts';

interface DriveSettings {
  readonly seed: Seed;
  readonly port: number;
  readonly speed: number;
  /** A server in place of the stand-in. @default none */
  readonly endpoint: string | undefined;
}

/** What a local run needs to drive agents of Amazon Connect. */
export interface Driven {
  /** Where the functions call Amazon Connect. */
  readonly url: string;
  /** What the demo shows. @default none: there is another server in place of the stand-in */
  readonly demonstrated: DrivenInstance | undefined;
  readonly settings: Pick<LastcallSettings, 'context' | 'environment' | 'everySeed'>;
  /** Lets the roles of the run decide what its functions may ask of the stand-in, which streams chats to the run's topics. */
  connect(run: Pick<LocalRun, 'allows' | 'addresses' | 'putRecord'>): void;
  /** Has the agents of the stand-in imported, so that they have names. The import goes on in the background. */
  importAgents(run: Pick<LocalRun, 'url'>): Promise<void>;
  stop(): Promise<void>;
}

/** Publishes what is said in a chat, as Amazon Connect does. Nobody waits for it: a topic that is gone has lost it. */
export async function publishChat(
  client: SNSClient,
  { TopicArn, Message, MessageAttributes }: ChatNotification,
): Promise<void> {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { Type, Value }]) => [name, { DataType: Type, StringValue: Value }] as const,
  );
  await client
    .send(new PublishCommand({ TopicArn, Message, MessageAttributes: Object.fromEntries(attributes) }))
    .catch(() => undefined);
}

/** Puts a contact event on the default bus. One that does not arrive is lost, as it may be on AWS. */
async function putContactEvent(bus: EventBridgeClient, { source, time, resources, detail, ...event }: ContactEvent) {
  const entry = { Source: source, DetailType: event['detail-type'], Resources: [...resources], Time: new Date(time) };
  await bus
    .send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(detail) }] }))
    .catch(() => undefined);
}

/** The key for the instance of the stand-in. */
const standInKey = { keyId: 'connect', secret: 'connect-secret', scopes: [...scopes] };

/**
 * Starts the stand-in for Amazon Connect, unless there is another endpoint, and says how Lastcall has to be started beside it.
 *
 * @throws StartError for an endpoint without an instance in the seed
 */
export async function driveConnect({ seed, port, speed, endpoint }: DriveSettings): Promise<Driven> {
  const named = seed.instances.flatMap(({ connect }) => connect ?? []);
  if (endpoint !== undefined && named.length === 0) {
    throw new StartError(
      '--connect-endpoint needs a seed that names its instance: "connect": {"instanceArn": "arn:aws:connect:…"}',
    );
  }
  let run: Pick<LocalRun, 'allows'> | undefined;
  let topics: SNSClient | undefined;
  let bus: EventBridgeClient | undefined;
  let putAgentEvent: ((record: KinesisRecord) => void) | undefined;
  const standIn =
    endpoint === undefined
      ? await startScriptedCentre({
          port: port === 0 ? 0 : port + 7,
          speed,
          yours,
          ...(named[0] && instanceOf(named[0].instanceArn)),
          isAllowed: ({ accessKey, action, resource }) => run?.allows(accessKey, { action, resource }) ?? true,
          agentEventStream: streamOf(named[0]?.instanceArn ?? 'arn:aws:connect:eu-central-1:111122223333:instance'),
          onContactEvent: (contactEvent) => void (bus && putContactEvent(bus, contactEvent)),
          onAgentEvent: (record) => putAgentEvent?.(record),
          onChatNotification: (notification) => void (topics && publishChat(topics, notification)),
        })
      : undefined;
  const url = endpoint ?? standIn?.url ?? '';
  const arns = named.length > 0 ? named.map(({ instanceArn }) => instanceArn) : [standIn?.instanceArn ?? ''];
  const key = named.length > 0 ? keyOf(seed, standIn) : standInKey;
  return {
    url,
    demonstrated: standIn && key ? { centre: standIn.centre, yours, apiKey: `${key.keyId}:${key.secret}` } : undefined,
    settings: {
      // The instance of the stand-in has a key, unless the seed names instances of its own.
      everySeed: named.length > 0 ? undefined : { instances: [standInInstance(standIn)] },
      context: {
        ...drivenAs(arns, named),
        ...(named.some(({ chatTimers }) => chatTimers === 'lastcall') && { amazonConnectChatTimers: 'lastcall' }),
        amazonConnectContactEvents: true,
        amazonConnectAgentEventStreamArns: [...new Set(arns.map(streamOf))],
      },
      environment: { AWS_ENDPOINT_URL_CONNECT: url },
    },
    connect(started) {
      run = started;
      putAgentEvent = (record) => started.putRecord(record.eventSourceARN, { ...record });
      bus = new EventBridgeClient({ region, credentials, endpoint: started.addresses.events });
      topics = new SNSClient({ region, credentials, endpoint: started.addresses.sns });
    },
    async stop() {
      topics?.destroy();
      bus?.destroy();
      await standIn?.stop();
    },
    async importAgents({ url: apiUrl }) {
      if (!standIn) return;
      const instances = named.length > 0 ? seed.instances : [standInInstance(standIn)];
      const { keys = [] } = instances.find(({ instanceId }) => instanceId === standIn.centre.instance.id) ?? {};
      const key = keys.find(({ scopes: granted }) => granted.includes('sessions:write'));
      if (!key) return;
      const authorization = `Basic ${Buffer.from(`${key.keyId}:${key.secret}`).toString('base64')}`;
      const { ok, status } = await fetch(`${apiUrl}/v1/agent-imports`, { method: 'POST', headers: { authorization } });
      if (!ok) console.error(`The agents of the stand-in could not be imported: ${status}`);
    },
  };
}

/** The username of the visitor of the demo. */
const yours = 'you';

/** A key of the seed that may force out the agents of the stand-in. */
const keyOf = ({ instances }: Seed, standIn: ScriptedCentre | undefined) =>
  instances
    .find(({ instanceId }) => instanceId === standIn?.centre.instance.id)
    ?.keys.find(({ scopes: allowed }) => allowed.includes('logout:bulk'));

const standInInstance = (standIn: ScriptedCentre | undefined): Seed['instances'][number] => ({
  instanceId: standIn?.centre.instance.id ?? scriptedInstanceId,
  keys: [standInKey],
  agents: [],
});

type NamedInstance = NonNullable<Seed['instances'][number]['connect']>;

/**
 * The settings of the instances: each with values of its own if there are several. Whoever puts no events sees changes as soon as
 * without a stream.
 */
function drivenAs([first]: readonly string[], named: readonly NamedInstance[]) {
  if (named.length > 1) {
    const ownOf = ({ instanceArn: arn, teams, agentIds, pollSeconds = 15 }: NamedInstance) => ({
      arn,
      ...(teams && { teams }),
      ...(agentIds && { agentIds }),
      pollSeconds,
    });
    return { amazonConnectInstances: named.map(ownOf) };
  }
  const [{ teams, agentIds, pollSeconds = 15 } = {}] = named.map((each): Partial<NamedInstance> => each);
  return {
    amazonConnectArns: [first],
    ...(teams && { amazonConnectTeams: [teams] }),
    ...(agentIds && { amazonConnectAgentIds: agentIds }),
    amazonConnectPollSeconds: pollSeconds,
  };
}

/** The Kinesis stream that the instances of a region publish agent events to. */
const streamOf = (instanceArn: string) => {
  const [, partition, , region, account] = instanceArn.split(':');
  return `arn:${partition}:kinesis:${region}:${account}:stream/agent-events`;
};

/** The place and the id in the ARN of an instance. */
function instanceOf(arn: string) {
  const [, , , region = '', account = '', resource = ''] = arn.split(':');
  return { region, account, instanceId: resource.slice(resource.indexOf('/') + 1) };
}

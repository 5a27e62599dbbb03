import { ConnectClient } from '@aws-sdk/client-connect';
import { afterEach } from '@jest/globals';
import { VirtualTime } from '#test/simulation/virtual-time.ts';
import { serveStandIn } from '../../local/connect/http/stand-in-server.ts';
import type { NewInstance } from '../../local/connect/instance-settings.ts';
import { operationModels } from '../../local/connect/model/service-model.ts';
import type { Quota } from '../../local/connect/quotas.ts';
import { type Centre, ConnectStandIn, type StandInSettings } from '../../local/connect/stand-in.ts';
import type { AgentState } from '../../local/connect/state/agent-state.ts';
import type { User } from '../../local/connect/state/directory.ts';
import { start } from './driven-centre.ts';

export { start };

/** A stand-in over HTTP, with the AWS SDK in front of it and virtual time behind it. */
export interface TestedCentre extends Centre {
  readonly standIn: ConnectStandIn;
  readonly time: VirtualTime;
  readonly client: ConnectClient;
  readonly url: string;
  readonly InstanceId: string;
  readonly queueId: string;
  /** What the agent does, looked at behind the API. */
  stateOf(user: User): AgentState;
  statusId(name: string): string;
}

/** Quotas that no test reaches. */
const plenty: Quota = { rate: 1e6, burst: 1e6 };
const plentyOfQuota = Object.fromEntries(operationModels.map(({ name }) => [name, plenty]));

const stops: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Starts a stand-in with one instance, which stops after the test. */
export async function aCentre(
  settings: Partial<StandInSettings> = {},
  instanceSettings: NewInstance = {},
): Promise<TestedCentre> {
  const time = new VirtualTime(start);
  const standIn = new ConnectStandIn({ time, quotas: plentyOfQuota, ...settings });
  const centre = standIn.addInstance(instanceSettings);
  const { url, stop } = await serveStandIn(standIn);
  const client = clientOf(url);
  stops.push(stop, () => client.destroy());
  const { directory } = centre.instance;
  const [queueId = ''] = directory.queues.keys();
  return {
    ...centre,
    standIn,
    time,
    client,
    url,
    InstanceId: centre.instance.id,
    queueId,
    stateOf: ({ id }) => centre.instance.stateOf(id),
    statusId: (name) => directory.statusNamed(name).id,
  };
}

/** A client of the AWS SDK that makes one attempt, unless a test is about more. */
export function clientOf(endpoint: string, more: ConstructorParameters<typeof ConnectClient>[0] = {}): ConnectClient {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
  return new ConnectClient({ region: 'eu-central-1', credentials, endpoint, maxAttempts: 1, ...more });
}

/** An agent who is signed in and Available. */
export function anAgent({ addUser, agents }: Centre, username = 'ann', more: Partial<User> = {}): User {
  const user = addUser({ username, ...more });
  agents.signIn(user.id, 'Available');
  return user;
}

/** The name and status of the error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
    const has = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
    return { name: error.name, status: has ? Number(metadata.httpStatusCode) : undefined };
  }
  return { name: 'none', status: 200 };
}

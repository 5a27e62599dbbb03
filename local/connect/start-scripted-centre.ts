import type { RunningServer } from '../aws/http-server.ts';
import type { EventReceivers } from './events/event-source.ts';
import { serveStandIn } from './http/stand-in-server.ts';
import { runScript } from './script/run-script.ts';
import { type Centre, ConnectStandIn, type StandInSettings } from './stand-in.ts';
import type { HierarchyGroup } from './state/directory.ts';
import { realTime } from './time.ts';

/** The teams of the scripted centre, as hierarchy groups. */
const groups: readonly HierarchyGroup[] = [
  { id: '5c1e0a00-0000-4000-8000-000000000001', name: 'Support' },
  { id: '5c1e0a00-0000-4000-8000-000000000002', name: 'Day', parentId: '5c1e0a00-0000-4000-8000-000000000001' },
  { id: '5c1e0a00-0000-4000-8000-000000000003', name: 'Night', parentId: '5c1e0a00-0000-4000-8000-000000000001' },
  { id: '5c1e0a00-0000-4000-8000-000000000004', name: 'Sales' },
];

/** The instance of a scripted centre, the same at every start, so that a configuration may name it. */
export const scriptedInstanceId = '5c1e0a00-0000-4000-8000-000000000000';

export interface ScriptedCentreSettings extends EventReceivers {
  /** 0 picks a free one. @default 0 */
  readonly port?: number;
  /** @default eu-central-1 */
  readonly region?: string;
  /** @default 111122223333 */
  readonly account?: string;
  /** @default `scriptedInstanceId` */
  readonly instanceId?: string;
  /** How much faster time passes. @default 1 */
  readonly speed?: number;
  /** @default 40 */
  readonly agents?: number;
  /** The username of the agent whose status only people change. @default you */
  readonly yours?: string;
  /** Whether the policy of a caller allows an action on a resource. @default everything is allowed */
  readonly isAllowed?: NonNullable<StandInSettings['isAllowed']>;
  /** The Kinesis stream that the instance sends agent events to. @default none */
  readonly agentEventStream?: string;
}

/** A scripted centre that listens on 127.0.0.1. */
export interface ScriptedCentre extends RunningServer {
  readonly standIn: ConnectStandIn;
  readonly centre: Centre;
  readonly instanceArn: string;
}

/** Serves an instance of forty agents who move by a script, on real time. */
export async function startScriptedCentre({
  port = 0,
  speed,
  agents = 40,
  yours = 'you',
  agentEventStream,
  instanceId = scriptedInstanceId,
  ...settings
}: ScriptedCentreSettings = {}): Promise<ScriptedCentre> {
  const standIn = new ConnectStandIn({ ...settings, time: realTime(speed) });
  const stream = agentEventStream === undefined ? {} : { agentEventStream };
  const centre = standIn.addInstance({ id: instanceId, alias: 'scripted', groups, ...stream });
  const { url, stop } = await serveStandIn(standIn, port);
  const script = runScript(centre, { agents, yours });
  return {
    standIn,
    centre,
    url,
    instanceArn: centre.instance.arns.instance,
    stop() {
      script.stop();
      return stop();
    },
  };
}

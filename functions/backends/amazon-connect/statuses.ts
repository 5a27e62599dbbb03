import { type AgentStatusSummary, ListAgentStatusesCommand } from '@aws-sdk/client-connect';
import type { StatusType } from '#core/agents/agent.ts';
import { type Asked, BackendError } from '#core/backend-calls.ts';
import { makeCache } from '#core/cache.ts';
import { minutes } from '#core/instant.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';

/** The statuses of an instance. Their names are the instance's own, so only their types tell which of them is offline. */
export interface Statuses {
  /** The status that takes agents out. */
  readonly offlineId: string;
  typeOf(statusId: string, name: string): StatusType | 'OFFLINE';
  /** Whether a status with this name takes agents out: a next status is shown by its name only. */
  isOffline(name: string): boolean;
  /** The status with this name; `undefined` if it has been renamed or taken away. */
  idOf(name: string): string | undefined;
  knows(statusId: string): boolean;
}

/** @throws BackendError when the instance has no status of the type OFFLINE */
function statusesOf(instanceId: string, summaries: readonly AgentStatusSummary[]): Statuses {
  const byId = new Map(summaries.map((status) => [status.Id, status]));
  const offline = summaries.filter(({ Type }) => Type === 'OFFLINE');
  const offlineId = offline[0]?.Id;
  if (offlineId === undefined) {
    throw new BackendError(
      'refused',
      `Instance ${instanceId} of Amazon Connect has no agent status of the type OFFLINE`,
    );
  }
  const names = new Set(offline.map(({ Name }) => Name));
  return {
    offlineId,
    typeOf(statusId, name) {
      const type = byId.get(statusId)?.Type;
      if (type === 'OFFLINE' || type === 'ROUTABLE' || type === 'CUSTOM') return type;
      return names.has(name) ? 'OFFLINE' : 'CUSTOM';
    },
    isOffline: (name) => names.has(name),
    idOf: (name) => summaries.find((status) => status.Name === name)?.Id,
    knows: (statusId) => byId.has(statusId),
  };
}

/** Finds the statuses of an instance. @throws BackendError */
export type FindStatuses = (asked: Asked) => Promise<Statuses>;

const remembered = minutes(5);

/** The statuses of an instance, which one function keeps for some minutes. */
export function makeStatuses({ instanceId: InstanceId }: ConnectInstance, ports: ConnectPorts): FindStatuses {
  const { client, clock } = ports;
  const call = makeCall(ports);
  const cached = makeCache<Statuses>({ clock, milliseconds: remembered });
  return (asked) =>
    cached(InstanceId, async () => {
      const all: AgentStatusSummary[] = [];
      let NextToken: string | undefined;
      do {
        const page = await call('ListAgentStatuses', asked, () =>
          client.send(new ListAgentStatusesCommand({ InstanceId, MaxResults: 1000, NextToken })),
        );
        all.push(...(page.AgentStatusSummaryList ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return statusesOf(InstanceId, all);
    });
}

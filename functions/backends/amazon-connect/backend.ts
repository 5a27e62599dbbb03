import {
  type AgentStatusSummary,
  DescribeContactCommand,
  DismissUserContactCommand,
  GetCurrentUserDataCommand,
  type GetCurrentUserDataCommandInput,
  ListAgentStatusesCommand,
  ListRoutingProfilesCommand,
  PutUserStatusCommand,
  StopContactCommand,
} from '@aws-sdk/client-connect';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Backend, Observation, ObservedAgent } from '#core/agents/backend.ts';
import { BackendError, type Lane } from '#core/backend-calls.ts';
import { makeCache } from '#core/cache.ts';
import { minutes } from '#core/instant.ts';
import { batched } from './batched.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';
import { observationOf } from './presence.ts';
import { type Statuses, statusesOf } from './statuses.ts';

/** GetCurrentUserData takes so many agents at once. */
const askedAtOnce = 100;
const profilesAtOnce = 100;

interface Current {
  readonly userId: string;
  readonly observation: Observation;
}

const statusesRemembered = minutes(5);

/** Agents of an instance of Amazon Connect. */
export function makeAmazonConnectBackend(instance: ConnectInstance, ports: ConnectPorts): Backend {
  const { client, clock, pauses } = ports;
  const InstanceId = instance.instanceId;

  const call = makeCall(ports);

  const remembered = makeCache<Statuses>({ clock, milliseconds: statusesRemembered });
  const statuses = (lane: Lane) =>
    remembered(InstanceId, async () => {
      const all: AgentStatusSummary[] = [];
      let NextToken: string | undefined;
      do {
        const page = await call('ListAgentStatuses', lane, () =>
          client.send(new ListAgentStatusesCommand({ InstanceId, MaxResults: 1000, NextToken })),
        );
        all.push(...(page.AgentStatusSummaryList ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return statusesOf(InstanceId, all);
    });

  type Filters = GetCurrentUserDataCommandInput['Filters'];

  /** The pages of current data by one filter. A user may be on two of them or on none. */
  async function* currentData(Filters: Filters, lane: Lane): AsyncIterable<readonly Current[]> {
    const known = await statuses(lane);
    let NextToken: string | undefined;
    do {
      const at = clock.now();
      const page = await call('GetCurrentUserData', lane, () =>
        client.send(new GetCurrentUserDataCommand({ InstanceId, Filters, MaxResults: 100, NextToken })),
      );
      yield (page.UserDataList ?? []).flatMap((user) => {
        const userId = user.User?.Id;
        if (userId === undefined) return [];
        return [{ userId, observation: observationOf(user, { at, statuses: known, teams: instance.teams }) }];
      });
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }

  async function look(userIds: readonly string[], lane: Lane): Promise<readonly Observation[]> {
    const at = clock.now();
    const found = new Map<string, Observation>();
    for await (const page of currentData({ Agents: [...userIds] }, lane)) {
      for (const { userId, observation } of page) found.set(userId, observation);
    }
    return userIds.map((userId) => found.get(userId) ?? { at, type: 'absent' });
  }

  const profilesRemembered = makeCache<readonly string[]>({ clock, milliseconds: minutes(10) });
  const routingProfiles = (lane: Lane) =>
    profilesRemembered(InstanceId, async () => {
      const ids: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await call('ListRoutingProfiles', lane, () =>
          client.send(new ListRoutingProfilesCommand({ InstanceId, MaxResults: 1000, NextToken })),
        );
        ids.push(...(page.RoutingProfileSummaryList ?? []).flatMap(({ Id }) => Id ?? []));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return ids;
    });

  /** Everybody has a routing profile, so all profiles together show everybody who works. */
  async function* everybody(lane: Lane): AsyncIterable<readonly ObservedAgent[]> {
    const profiles = await routingProfiles(lane);
    for (let start = 0; start < profiles.length; start += profilesAtOnce) {
      const RoutingProfiles = profiles.slice(start, start + profilesAtOnce);
      for await (const page of currentData({ RoutingProfiles }, lane)) {
        yield page.map(({ userId: agentId, observation }) => ({ agentId, observation }));
      }
    }
  }

  const lookAt: Readonly<Record<Lane, (userId: string) => Promise<Observation>>> = {
    urgent: batched({ most: askedAtOnce, ask: (ids) => look(ids, 'urgent'), moment: () => pauses.wait(20) }),
    job: batched({ most: askedAtOnce, ask: (ids) => look(ids, 'job'), moment: () => pauses.wait(200) }),
  };

  /** What is gone already has the effect that was wanted. */
  async function unlessGone(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof BackendError) || error.fault !== 'unknown') throw error;
    }
  }

  async function hasEnded(ContactId: string, lane: Lane): Promise<boolean> {
    const { Contact } = await call('DescribeContact', lane, () =>
      client.send(new DescribeContactCommand({ InstanceId, ContactId })),
    );
    return Contact?.DisconnectTimestamp !== undefined;
  }

  return {
    observe: ({ agentId }: AgentKey, lane) => lookAt[lane](agentId),

    observeEverybody: everybody,

    async goOffline({ agentId: UserId }, lane) {
      const { offlineId: AgentStatusId } = await statuses(lane);
      await call('PutUserStatus', lane, () =>
        client.send(new PutUserStatusCommand({ InstanceId, UserId, AgentStatusId })),
      );
    },

    stopContact: (_, ContactId, lane) =>
      unlessGone(
        call('StopContact', lane, () => client.send(new StopContactCommand({ InstanceId, ContactId }))).catch(
          async (error: unknown) => {
            // A contact that has ended may be refused as if it could not be stopped.
            if (!(error instanceof BackendError) || error.fault !== 'refused' || !(await hasEnded(ContactId, lane)))
              throw error;
          },
        ),
      ),

    clearContact: ({ agentId: UserId }, ContactId, lane) =>
      unlessGone(
        call('DismissUserContact', lane, () =>
          client.send(new DismissUserContactCommand({ InstanceId, UserId, ContactId })),
        ),
      ),
  };
}

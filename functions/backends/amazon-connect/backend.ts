import {
  DismissUserContactCommand,
  GetCurrentUserDataCommand,
  type GetCurrentUserDataCommandInput,
  ListRoutingProfilesCommand,
  PutUserStatusCommand,
} from '@aws-sdk/client-connect';
import type { AgentKey } from '#core/agents/agent.ts';
import type { Backend, Observation, ObservedAgent } from '#core/agents/backend.ts';
import { type Asked, BackendError, type Lane, laneOf } from '#core/backend-calls.ts';
import { makeCache } from '#core/cache.ts';
import { type Instant, minutes } from '#core/instant.ts';
import { batched } from './batched.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';
import { observationOf } from './presence.ts';
import { type FindStatuses, makeStatuses } from './statuses.ts';
import { makeStopContact, unlessGone } from './stop-contact.ts';
import { type ConnectUsers, makeConnectUsers } from './users.ts';

/** GetCurrentUserData takes so many agents at once. */
const askedAtOnce = 100;
const profilesAtOnce = 100;

/** A question about one agent, and until when it may wait for the quota. */
interface Look {
  readonly userId: string;
  readonly until: Instant;
}

interface Current {
  readonly userId: string;
  readonly observation: Observation;
}

/** Agents of an instance of Amazon Connect. */
export function makeAmazonConnectBackend(
  instance: ConnectInstance,
  ports: ConnectPorts,
  users: ConnectUsers = makeConnectUsers(instance, ports),
  statuses: FindStatuses = makeStatuses(instance, ports),
): Backend {
  const { client, clock, pauses, quotas } = ports;
  const InstanceId = instance.instanceId;

  const call = makeCall(ports);

  type Filters = GetCurrentUserDataCommandInput['Filters'];

  /** The pages of current data by one filter. A user may be on two of them or on none. */
  async function* currentData(Filters: Filters, asked: Asked): AsyncIterable<readonly Current[]> {
    const known = await statuses(asked);
    let NextToken: string | undefined;
    do {
      const at = clock.now();
      const page = await call('GetCurrentUserData', asked, () =>
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

  async function look(looks: readonly Look[], lane: Lane): Promise<readonly Observation[]> {
    const at = clock.now();
    const found = new Map<string, Observation>();
    const userIds = looks.map(({ userId }) => userId);
    const until = Math.max(...looks.map((each) => each.until));
    for await (const page of currentData({ Agents: [...new Set(userIds)] }, { lane, until })) {
      for (const { userId, observation } of page) found.set(userId, observation);
    }
    return userIds.map((userId) => found.get(userId) ?? { at, type: 'absent' });
  }

  async function agentsOf(page: readonly Current[]): Promise<readonly ObservedAgent[]> {
    const agentIds = await Promise.all(page.map(users.agentIdOf));
    return page.flatMap(({ observation }, place) => {
      const agentId = agentIds[place];
      return agentId === undefined ? [] : [{ agentId, observation }];
    });
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
      for await (const page of currentData({ RoutingProfiles }, lane)) yield await agentsOf(page);
    }
  }

  const lookAt = (lane: Lane, moment: number) =>
    batched<Look, Observation>({
      most: askedAtOnce,
      ask: (looks) => look(looks, lane),
      moment: () => pauses.wait(moment),
      isOfOne: (error) => error instanceof BackendError && (error.fault === 'unknown' || error.fault === 'refused'),
    });
  const looksOf: Readonly<Record<Lane, (look: Look) => Promise<Observation>>> = {
    urgent: lookAt('urgent', 20),
    job: lookAt('job', 200),
  };

  /** Whoever was deleted is not there. */
  async function observe(agentId: string, asked: Asked): Promise<Observation> {
    try {
      const userId = await users.userIdOf(agentId);
      return await looksOf[laneOf(asked)]({ userId, until: quotas.endOfWait(asked) });
    } catch (error) {
      if (!(error instanceof BackendError) || error.fault !== 'unknown') throw error;
      return { at: clock.now(), type: 'absent' };
    }
  }

  async function dismiss(agentId: string, ContactId: string, asked: Asked): Promise<void> {
    const UserId = await users.userIdOf(agentId);
    await call('DismissUserContact', asked, () =>
      client.send(new DismissUserContactCommand({ InstanceId, UserId, ContactId })),
    );
  }

  async function putStatus(agentId: string, AgentStatusId: string, asked: Asked): Promise<void> {
    const UserId = await users.userIdOf(agentId);
    await call('PutUserStatus', asked, () =>
      client.send(new PutUserStatusCommand({ InstanceId, UserId, AgentStatusId })),
    );
  }

  const stopContact = makeStopContact(InstanceId, client, call);

  return {
    pace: quotas.pace,

    observe: ({ agentId }: AgentKey, asked) => observe(agentId, asked),

    observeEverybody: everybody,

    async goOffline({ agentId }, asked) {
      const { offlineId } = await statuses(asked);
      await putStatus(agentId, offlineId, asked);
    },

    async keepOnline({ agentId }, status, asked) {
      const statusId = (await statuses(asked)).idOf(status);
      if (statusId === undefined) throw new BackendError('refused', `There is no agent status "${status}" any more`);
      await putStatus(agentId, statusId, asked);
    },

    stopContact: (_, contactId, asked) => stopContact(contactId, asked),

    clearContact: ({ agentId }, ContactId, asked) => unlessGone(dismiss(agentId, ContactId, asked)),
  };
}

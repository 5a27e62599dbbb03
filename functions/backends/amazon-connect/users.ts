import { ListUsersCommand } from '@aws-sdk/client-connect';
import { BackendError } from '#core/backend-calls.ts';
import { type Instant, minutes } from '#core/instant.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';

/** A user of Amazon Connect. */
interface ConnectUser {
  readonly userId: string;
  /** @default - not known */
  readonly username?: string | undefined;
}

/** Finds the user that an agent is, and the other way round. */
export interface ConnectUsers {
  /** The agent that a user is. @default - `undefined`: the user is gone, or has a name that cannot be the id of an agent */
  agentIdOf(user: ConnectUser): Promise<string | undefined>;
  /** The id of the user that an agent is. @throws BackendError `unknown` when there is no such user */
  userIdOf(agentId: string): Promise<string>;
}

/**
 * What an id may be, as in every dialect. A username may be an e-mail address, which has no place in logs, so a name with an @
 * is none.
 */
const idForm = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,64}$/;

/** The username as the id of an agent, in the spelling of Amazon Connect. @default - `undefined`: it cannot be one */
export const agentIdOfUsername = (username: string | undefined): string | undefined =>
  username !== undefined && idForm.test(username) ? username : undefined;

/** Makes the users of an instance, by what their agents are called. */
export const makeConnectUsers = (instance: ConnectInstance, ports: ConnectPorts): ConnectUsers =>
  instance.agentIds === 'username' ? makeUsersByName(instance, ports) : usersById;

const usersById: ConnectUsers = {
  agentIdOf: async ({ userId }) => userId,
  userIdOf: async (agentId) => agentId,
};

/** The names of all users, and when they were asked for. */
interface Directory {
  readonly at: Instant;
  readonly agentIds: ReadonlyMap<string, string>;
  readonly userIds: ReadonlyMap<string, string>;
}

/** A user who was renamed has the old name for so long. */
const remembered = minutes(5);
/** A name that is not known is looked for again after this time. */
const pauseBeforeNews = minutes(1);

/**
 * Users by their names, out of a list of all of them, which one function keeps for some minutes. A name that is not in it has
 * the list read again, at most once a minute. While the list cannot be read, the last one is used.
 */
function makeUsersByName({ instanceId: InstanceId }: ConnectInstance, ports: ConnectPorts): ConnectUsers {
  const { client, clock } = ports;
  const call = makeCall(ports);
  let latest: Directory | undefined;
  let triedAt: Instant | undefined;
  let reading: Promise<Directory> | undefined;

  /** Nobody waits for a job here: the list is short and rarely read, and a forced logout may need it. */
  async function read(): Promise<Directory> {
    const at = clock.now();
    triedAt = at;
    const agentIds = new Map<string, string>();
    let NextToken: string | undefined;
    do {
      const page = await call('ListUsers', 'urgent', () =>
        client.send(new ListUsersCommand({ InstanceId, MaxResults: 1000, NextToken })),
      );
      for (const { Id, Username } of page.UserSummaryList ?? []) {
        const agentId = agentIdOfUsername(Username);
        if (Id !== undefined && agentId !== undefined) agentIds.set(Id, agentId);
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    const userIds = new Map([...agentIds].map(([userId, agentId]) => [agentId, userId]));
    latest = { at, agentIds, userIds };
    return latest;
  }

  /** The list, not older than this if it can be read. */
  async function directory(age: number): Promise<Directory> {
    const now = clock.now();
    if (latest && latest.at + age > now) return latest;
    if (latest && !reading && triedAt !== undefined && triedAt + pauseBeforeNews > now) return latest;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    try {
      return await reading;
    } catch (error) {
      if (latest) return latest;
      throw error;
    }
  }

  async function find(search: (known: Directory) => string | undefined): Promise<string | undefined> {
    return search(await directory(remembered)) ?? search(await directory(pauseBeforeNews));
  }

  return {
    async agentIdOf({ userId, username }) {
      if (username !== undefined) return agentIdOfUsername(username);
      return find(({ agentIds }) => agentIds.get(userId));
    },

    async userIdOf(agentId) {
      const userId = await find(({ userIds }) => userIds.get(agentId));
      if (userId === undefined) {
        throw new BackendError('unknown', `Amazon Connect has no user ${agentId} in instance ${InstanceId}`);
      }
      return userId;
    },
  };
}

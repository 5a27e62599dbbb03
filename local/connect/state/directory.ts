import type { AgentStatus, Channel } from './agent-state.ts';

/** A user of an instance. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly routingProfileId: string;
  readonly hierarchyGroupId?: string;
  readonly securityProfileIds: readonly string[];
  /** How long after-contact work may last. 0 is without an end. */
  readonly afterContactWorkSeconds: number;
  readonly autoAccept: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** How many contacts of each channel an agent may have. */
type Concurrency = Readonly<Partial<Record<Channel, number>>>;

export interface RoutingProfile {
  readonly id: string;
  readonly name: string;
  readonly concurrency: Concurrency;
  readonly queueIds: readonly string[];
}

export interface Queue {
  readonly id: string;
  readonly name: string;
}

export interface HierarchyGroup {
  readonly id: string;
  readonly name: string;
  /** Level 1 has no parent. */
  readonly parentId?: string;
}

/** Who and what an instance has: users, statuses, routing profiles, queues and hierarchy groups, each by id. */
export class Directory {
  readonly users = new Map<string, User>();
  readonly statuses = new Map<string, AgentStatus>();
  readonly routingProfiles = new Map<string, RoutingProfile>();
  readonly queues = new Map<string, Queue>();
  readonly groups = new Map<string, HierarchyGroup>();

  /** The first status of a type. Every instance has an Available and an Offline one. */
  statusOfType(type: AgentStatus['type']): AgentStatus {
    for (const status of this.statuses.values()) if (status.type === type && status.enabled !== false) return status;
    throw new RangeError(`The instance has no status of type ${type}`);
  }

  /** The status with this name. */
  statusNamed(name: string): AgentStatus {
    for (const status of this.statuses.values()) if (status.name === name) return status;
    throw new RangeError(`The instance has no status ${name}`);
  }

  /** The user with this username. */
  userNamed(username: string): User {
    for (const user of this.users.values()) if (user.username === username) return user;
    throw new RangeError(`The instance has no user ${username}`);
  }

  /** The groups from level one down to this one. */
  hierarchyPath(groupId: string | undefined): readonly HierarchyGroup[] {
    const group = this.groups.get(groupId ?? '');
    return group === undefined ? [] : [...this.hierarchyPath(group.parentId), group];
  }

  /** Whether a user is in this hierarchy group or in one beneath it. */
  isInGroup({ hierarchyGroupId }: User, groupId: string): boolean {
    return this.hierarchyPath(hierarchyGroupId).some(({ id }) => id === groupId);
  }
}

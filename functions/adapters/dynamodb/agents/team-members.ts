import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Stored } from '#core/commit.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { isWritten } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { teamMemberKey } from './keys.ts';

/** Teams that are written at the same time. */
const width = 10;

type Saved = Stored<Agent, AgentEvent>;

/** Keeps the members of teams in step with the profiles of agents. */
export interface TeamMembers {
  /** Adds the agent to the teams that the save will bring. Before the save: a crash leaves an orphan only. */
  beforeSave(next: Saved, previous: Saved | undefined): Promise<void>;
  /** Takes the agent out of the teams that the save has ended. */
  afterSave(next: Saved, previous: Saved | undefined): Promise<void>;
}

/**
 * A membership is a hint, and the agent's own profile the truth: whoever reads a team looks at the profiles too, so an
 * orphan does no harm. Each membership carries the version that wrote it, which only grows, and is removed by that
 * version or a later one only: so a removal that comes late never undoes what a later save has added.
 */
export function makeTeamMembers({ client, tableName: TableName }: DynamoTable): TeamMembers {
  const add = (agent: Agent, version: number) => (teamId: string) =>
    isWritten(
      client.send(
        new PutCommand({
          TableName,
          Item: { ...teamMemberKey(agent.instanceId, teamId, agent.agentId), v: version },
          ConditionExpression: 'attribute_not_exists(pk) OR v < :version',
          ExpressionAttributeValues: { ':version': version },
        }),
      ),
    );

  const remove = (agent: Agent, version: number) => (teamId: string) =>
    isWritten(
      client.send(
        new DeleteCommand({
          TableName,
          Key: teamMemberKey(agent.instanceId, teamId, agent.agentId),
          ConditionExpression: 'v <= :version',
          ExpressionAttributeValues: { ':version': version },
        }),
      ),
    );

  return {
    async beforeSave({ state, version }, previous) {
      const joined = without(state.profile.teamIds, previous?.state.profile.teamIds);
      allFulfilled(await inParallel(joined, width, add(state, version)), 'team memberships');
    },

    async afterSave({ state, version }, previous) {
      const left = without(previous?.state.profile.teamIds ?? [], state.profile.teamIds);
      // What is saved is saved: a membership that cannot be removed now is an orphan, and no fault of the save.
      await inParallel(left, width, remove(state, version));
    },
  };
}

const without = (teamIds: readonly string[], others: readonly string[] = []) =>
  teamIds.filter((teamId) => !others.includes(teamId));

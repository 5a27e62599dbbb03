import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Agent } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Stored } from '#core/change.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { teamMemberKey } from './agents-table.ts';
import { type DynamoTable, isWritten } from './document-client.ts';

/** Teams that are written at the same time. */
const width = 10;

type Saved = Stored<Agent, AgentEvent>;

/** Keeps the members of teams in step with the profiles of agents. */
export interface TeamMembers {
  /** Adds the agent to the teams that the save adds. Before the save, so a crash leaves no more than an orphan. */
  beforeSave(next: Saved, previous: Saved | undefined): Promise<void>;
  /** Removes the agent from the teams that the save has removed. */
  afterSave(next: Saved, previous: Saved | undefined): Promise<void>;
}

/**
 * A membership is a hint, and the agent's own profile is the truth: whoever reads a team reads the profiles too, so an
 * orphan does no harm. Each membership carries the version of the agent that wrote it, which only grows, and is removed
 * by that version or a later one only: a removal that arrives late never undoes what a later save has added.
 */
export function makeTeamMembers(table: DynamoTable): TeamMembers {
  const add = (agent: Agent, version: number) => (teamId: string) =>
    isWritten(
      table.client.send(
        new PutCommand({
          TableName: table.tableName,
          Item: { ...teamMemberKey(agent.instanceId, teamId, agent.agentId), v: version },
          ConditionExpression: 'attribute_not_exists(pk) OR v < :version',
          ExpressionAttributeValues: { ':version': version },
        }),
      ),
    );

  const remove = (agent: Agent, version: number) => (teamId: string) =>
    isWritten(
      table.client.send(
        new DeleteCommand({
          TableName: table.tableName,
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
      // The save has succeeded: a membership that cannot be removed now is an orphan and does not fail the save.
      await inParallel(left, width, remove(state, version));
    },
  };
}

const without = (teamIds: readonly string[], others: readonly string[] = []) =>
  teamIds.filter((teamId) => !others.includes(teamId));

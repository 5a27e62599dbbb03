import type { ListAgentStatusRequest, PutUserStatusRequest, SearchAgentStatusesRequest } from '@aws-sdk/client-connect';
import { setStatus } from '../actions/set-status.ts';
import { BadRequest, ConnectError, notAllowed } from '../connect-error.ts';
import type { AgentStatus } from '../state/agent-state.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { statusOf, userOf } from './find.ts';
import { type Operation, type Output, operation } from './operation.ts';
import { pageOf } from './paging.ts';

const putUserStatus = operation<PutUserStatusRequest>('PutUserStatus', {
  resources: ({ arns }, { UserId, AgentStatusId }) => [
    arns.instance,
    arns.of('agent', UserId),
    arns.of('agent-state', AgentStatusId),
  ],
  run: (instance, { UserId, AgentStatusId }) => {
    const user = userOf(instance, UserId);
    const status = statusOf(instance, AgentStatusId);
    if (!instance.agent(user.id).hasEverSignedIn) return answerForNeverSignedIn(instance, user.id);
    const change = setStatus(instance, user.id, status);
    if (change.type === 'refused') throw notAllowed(change.reason);
    return {};
  },
});

/** Nobody is there whose status could change, so there is no event. */
function answerForNeverSignedIn({ switches }: ConnectInstance, userId: string): Output {
  switch (switches.neverSignedIn) {
    case 'succeeds':
      return {};
    case 'badRequest':
      throw new BadRequest(`User ${userId} has never signed in`);
    case 'notFound':
      throw new ConnectError('ResourceNotFoundException', `User ${userId} has never signed in`);
  }
}

const listAgentStatuses = operation<ListAgentStatusRequest>('ListAgentStatuses', {
  resources: ({ arns }) => [arns.of('agent-state', '*')],
  run: ({ directory, arns, time }, input) => {
    const types: readonly string[] = input.AgentStatusTypes ?? [];
    const statuses = [...directory.statuses.values()].filter(({ type }) => types.length === 0 || types.includes(type));
    const { items, NextToken } = pageOf(statuses, input, { now: time.now(), usualSize: 1000 });
    return {
      AgentStatusSummaryList: items.map(({ id, name, type }) => ({
        Id: id,
        Arn: arns.of('agent-state', id),
        Name: name,
        Type: type,
      })),
      NextToken,
    };
  },
});

const searchAgentStatuses = operation<SearchAgentStatusesRequest>('SearchAgentStatuses', {
  run: (instance, input) => {
    if (input.SearchCriteria !== undefined || input.SearchFilter !== undefined)
      throw new ConnectError('NotInStandInException', 'SearchAgentStatuses has neither criteria nor filters here');
    const statuses = [...instance.directory.statuses.values()];
    const { items, NextToken } = pageOf(statuses, input, { now: instance.time.now(), usualSize: 100 });
    return {
      AgentStatuses: items.map((status, index) => viewOf(instance, status, index)),
      NextToken,
      ApproximateTotalCount: statuses.length,
    };
  },
});

function viewOf({ arns }: ConnectInstance, { id, name, type, enabled = true }: AgentStatus, index: number): Output {
  return {
    AgentStatusARN: arns.of('agent-state', id),
    AgentStatusId: id,
    Name: name,
    Type: type,
    DisplayOrder: index + 1,
    State: enabled ? 'ENABLED' : 'DISABLED',
    Tags: {},
  };
}

/** Setting a status, and what statuses there are. */
export const userStatusOperations: readonly Operation[] = [putUserStatus, listAgentStatuses, searchAgentStatuses];

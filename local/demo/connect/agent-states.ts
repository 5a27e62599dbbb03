import type { AgentState, StateType } from './desk.ts';

/** The ARN of something of the instance that the stand-in plays. */
export const arnOf = (resource: string): string =>
  `arn:aws:connect:eu-west-1:000000000000:instance/00000000-0000-4000-8000-000000000000/${resource}`;

const state = (id: string, name: string, type: StateType): AgentState => ({
  agentStateARN: arnOf(`agent-state/${id}`),
  name,
  type,
});

/** What the agent is in at the first look. */
export const available = state('1', 'Available', 'routable');

/** The state of type OFFLINE of the demo's centre, which has renamed it, as centres do. */
export const offline = state('3', 'Gone home', 'offline');

/** What an agent of the demo can choose from. */
export const agentStates: readonly AgentState[] = [
  available,
  state('2', 'Lunch', 'not_routable'),
  offline,
  state('4', 'Offline work', 'not_routable'),
];

/** The state of an ARN. */
export const stateOf = (arn: string | null): AgentState | undefined =>
  agentStates.find(({ agentStateARN }) => agentStateARN === arn);

import { returnToFlow } from './actions.ts';
import type { FlowAction, FlowContent } from './flow-language.ts';

/** The distance between blocks in the designer, in its own units. */
const grid = { x: 280, y: 240, margin: 40 };

/** The content of a module that starts with the first action. The action that returns to the flow is added. */
export function moduleContent(start: FlowAction, ...others: readonly FlowAction[]): FlowContent {
  const actions = [start, ...others, returnToFlow];
  return {
    Version: '2019-10-30',
    StartAction: start.Identifier,
    Metadata: {
      entryPointPosition: { x: grid.margin, y: grid.margin },
      ActionMetadata: Object.fromEntries(
        positions(actions).map(([identifier, position]) => [identifier, { position, isFriendlyName: true }]),
      ),
    },
    Settings: {
      InputParameters: [],
      OutputParameters: [],
      Transitions: ['Success', 'Error'].map((name) => ({ DisplayName: name, ReferenceName: name, Description: '' })),
    },
    Actions: actions,
  };
}

/** Every action is to the right of all actions that lead to it. Actions of a column are below each other. */
function positions(actions: readonly FlowAction[]) {
  const columns = new Map<string, number>();
  for (const action of actions) {
    const column = columns.get(action.Identifier) ?? 1;
    for (const next of successors(action)) columns.set(next, Math.max(columns.get(next) ?? 0, column + 1));
  }
  const heights = new Map<number, number>();
  return actions.map(({ Identifier }) => {
    const column = columns.get(Identifier) ?? 1;
    const row = heights.get(column) ?? 0;
    heights.set(column, row + 1);
    return [Identifier, { x: column * grid.x, y: grid.margin + row * grid.y }] as const;
  });
}

function successors(action: FlowAction): readonly string[] {
  if (action.Type === 'EndFlowModuleExecution') return [];
  const { NextAction, Errors, Conditions } = action.Transitions;
  return [NextAction, ...[...Errors, ...Conditions].map((each) => each.NextAction)];
}

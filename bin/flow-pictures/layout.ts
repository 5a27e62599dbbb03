import type {
  Compare,
  EndFlowModuleExecution,
  FlowAction,
  FlowContent,
  InvokeLambdaFunction,
  UpdateContactAttributes,
} from '../../lib/flow-modules/flow-language.ts';

/** A transition from one block to another. The labels say when it is taken; without a label it always is. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
}

type Step = InvokeLambdaFunction | Compare;

/**
 * A module as it is drawn: its steps are below each other. Beside each step, in rows, are the blocks that set attributes
 * after it, the leaves. On the right is the one block in which all leaves return.
 */
export interface Layout {
  readonly steps: readonly {
    readonly step: Step;
    readonly firstRow: number;
    readonly arrowsBeside: readonly Arrow[];
  }[];
  readonly leaves: readonly UpdateContactAttributes[];
  readonly end: EndFlowModuleExecution;
  /** From each step to the next one below. */
  readonly arrowsDown: readonly Arrow[];
}

/** @throws Error when a module has another form. */
export function layOut({ Actions, StartAction }: FlowContent): Layout {
  const action = (identifier: string): FlowAction => {
    const found = Actions.find(({ Identifier }) => Identifier === identifier);
    if (found === undefined) throw new Error(`There is no action ${identifier}`);
    return found;
  };
  const steps: Layout['steps'][number][] = [];
  const leaves: UpdateContactAttributes[] = [];
  const arrowsDown: Arrow[] = [];
  for (let next: string | undefined = StartAction; next !== undefined; ) {
    const step = action(next);
    if (!isStep(step) || steps.some((each) => each.step === step)) throw new Error(`${step.Identifier} is no new step`);
    const arrows = arrowsFrom(step);
    const [down, ...others] = arrows.filter(({ to }) => isStep(action(to)));
    if (others.length > 0) throw new Error(`${step.Identifier} leads to more than one step`);
    const beside = arrows.filter((arrow) => arrow !== down);
    steps.push({ step, firstRow: leaves.length, arrowsBeside: beside });
    for (const { to } of beside) leaves.push(leafOf(action(to), leaves));
    if (down !== undefined) arrowsDown.push(down);
    next = down?.to;
  }
  const [end, ...otherEnds] = Actions.filter((each) => each.Type === 'EndFlowModuleExecution');
  if (end === undefined || otherEnds.length > 0) throw new Error('A module returns in one block');
  const goingOn = leaves.find((leaf) => exitsOf(leaf).some((to) => to !== end.Identifier));
  if (goingOn !== undefined) throw new Error(`${goingOn.Identifier} leads elsewhere than to ${end.Identifier}`);
  if (leaves.length + steps.length + 1 !== Actions.length) throw new Error('Some action has no place in the picture');
  return { steps, leaves, end, arrowsDown };
}

const isStep = (action: FlowAction): action is Step =>
  action.Type === 'InvokeLambdaFunction' || action.Type === 'Compare';

function leafOf(action: FlowAction, others: readonly FlowAction[]): UpdateContactAttributes {
  if (action.Type !== 'UpdateContactAttributes' || others.includes(action)) {
    throw new Error(`${action.Identifier} is not left with once`);
  }
  return action;
}

const exitsOf = ({ Transitions: { NextAction, Errors } }: UpdateContactAttributes) => [
  NextAction,
  ...Errors.map((each) => each.NextAction),
];

/** The transitions out of a step, in the order in which they are tried. Those to the same block are one. */
function arrowsFrom({ Identifier, Transitions, Type }: Step): readonly Arrow[] {
  const labels = new Map<string, readonly string[]>();
  const lead = (to: string, label: string) => labels.set(to, [...(labels.get(to) ?? []), label]);
  for (const { NextAction, Condition } of Transitions.Conditions) lead(NextAction, Condition.Operands[0]);
  for (const { NextAction, ErrorType } of Transitions.Errors) {
    lead(NextAction, ErrorType === 'NoMatchingCondition' ? 'anything else' : 'no answer');
  }
  // The NextAction of a comparison is where it goes when nothing matches, and its error says so already.
  if (Type === 'InvokeLambdaFunction') lead(Transitions.NextAction, 'answer');
  return [...labels].map(([to, ways]) => ({ from: Identifier, to, labels: ways }));
}

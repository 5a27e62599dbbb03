import type {
  Compare,
  EndFlowModuleExecution,
  FlowValue,
  InvokeLambdaFunction,
  UpdateContactAttributes,
} from './flow-language.ts';

/** The end of every path of a module: the flow continues after the block that invoked the module. */
export const returnToFlow: EndFlowModuleExecution = {
  Identifier: 'Return',
  Type: 'EndFlowModuleExecution',
  Parameters: {},
  Transitions: {},
};

interface Invocation {
  readonly functionArn: string;
  /** What the function gets in `Details.Parameters`. */
  readonly parameters: Readonly<Record<string, FlowValue>>;
  /** The next action if the function answered. Its answer is in `$.External`. */
  readonly answered: string;
  /** The next action if there was no answer in time. */
  readonly unanswered: string;
}

/** Invokes a function and waits for its answer, as long as a flow can. */
export const invoke = (
  identifier: string,
  { functionArn, parameters, answered, unanswered }: Invocation,
): InvokeLambdaFunction => ({
  Identifier: identifier,
  Type: 'InvokeLambdaFunction',
  Parameters: {
    LambdaFunctionARN: functionArn,
    InvocationTimeLimitSeconds: '8',
    InvocationType: 'SYNCHRONOUS',
    LambdaInvocationAttributes: parameters,
    ResponseValidation: { ResponseType: 'STRING_MAP' },
  },
  Transitions: {
    NextAction: answered,
    Errors: [{ NextAction: unanswered, ErrorType: 'NoMatchingError' }],
    Conditions: [],
  },
});

interface Branching {
  /** The next action for each value. */
  readonly to: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

/** Chooses the next action by a value of the last function's answer. */
export const branchOn = (identifier: string, value: FlowValue, { to, otherwise }: Branching): Compare => ({
  Identifier: identifier,
  Type: 'Compare',
  Parameters: { ComparisonValue: value },
  Transitions: {
    NextAction: otherwise,
    Errors: [{ NextAction: otherwise, ErrorType: 'NoMatchingCondition' }],
    Conditions: Object.entries(to).map(([operand, next]) => ({
      NextAction: next,
      Condition: { Operator: 'Equals', Operands: [operand] },
    })),
  },
});

/** Sets attributes of the contact, where the flow finds them, and returns. */
export const leave = (
  identifier: string,
  attributes: Readonly<Record<string, FlowValue>>,
): UpdateContactAttributes => ({
  Identifier: identifier,
  Type: 'UpdateContactAttributes',
  Parameters: { Attributes: attributes, TargetContact: 'Current' },
  Transitions: {
    NextAction: returnToFlow.Identifier,
    Errors: [{ NextAction: returnToFlow.Identifier, ErrorType: 'NoMatchingError' }],
    Conditions: [],
  },
});

import type {
  Compare,
  EndFlowModuleExecution,
  FlowValue,
  InvokeLambdaFunction,
  UpdateContactAttributes,
} from './flow-language.ts';

/** Where every path of a module ends: the flow goes on behind the block that invoked the module. */
export const returnToFlow: EndFlowModuleExecution = {
  Identifier: 'Return',
  Type: 'EndFlowModuleExecution',
  Parameters: {},
  Transitions: {},
};

interface Invocation {
  readonly functionArn: string;
  /** What the function finds in `Details.Parameters`. */
  readonly parameters: Readonly<Record<string, FlowValue>>;
  /** Where it goes on with the function's answer in `$.External`. */
  readonly answered: string;
  /** Where it goes on if there was no answer in time. */
  readonly unanswered: string;
}

/** Invokes a function and waits for its answer, for as long as a flow may. */
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
  /** Where it goes on, by value. */
  readonly to: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

/** Goes on by one value of what the last function answered. */
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

/** Leaves attributes of the contact for the flow to find, and returns. */
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

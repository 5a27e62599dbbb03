/**
 * The content of a flow module in the Flow language of Amazon Connect, as far as the modules here need it
 * (docs.aws.amazon.com/connect/latest/APIReference/flow-language.html).
 */
export interface FlowContent {
  readonly Version: '2019-10-30';
  readonly StartAction: string;
  /** Where the flow designer puts each block. */
  readonly Metadata: {
    readonly entryPointPosition: Position;
    readonly ActionMetadata: Readonly<Record<string, { readonly position: Position; readonly isFriendlyName: true }>>;
  };
  /** The same in every module. Amazon Connect refuses content without it. */
  readonly Settings: {
    readonly InputParameters: readonly [];
    readonly OutputParameters: readonly [];
    readonly Transitions: readonly { DisplayName: string; ReferenceName: string; Description: string }[];
  };
  readonly Actions: readonly FlowAction[];
}

interface Position {
  readonly x: number;
  readonly y: number;
}

/** A text, or the JSONPath of a text, such as `$.Attributes.name` or `$.External.name`. */
export type FlowValue = string;

export type FlowAction = InvokeLambdaFunction | Compare | UpdateContactAttributes | EndFlowModuleExecution;

interface Action<Type extends string, Parameters, Next = Transitions> {
  /** Unique in the flow, at most 50 characters; the designer shows it. */
  readonly Identifier: string;
  readonly Type: Type;
  readonly Parameters: Parameters;
  readonly Transitions: Next;
}

interface Transitions {
  readonly NextAction: string;
  readonly Errors: readonly {
    readonly NextAction: string;
    readonly ErrorType: 'NoMatchingError' | 'NoMatchingCondition';
  }[];
  readonly Conditions: readonly {
    readonly NextAction: string;
    readonly Condition: { readonly Operator: 'Equals'; readonly Operands: readonly [string] };
  }[];
}

export type InvokeLambdaFunction = Action<
  'InvokeLambdaFunction',
  {
    readonly LambdaFunctionARN: string;
    /** `'1'` to `'8'`; the designer writes numbers as texts. */
    readonly InvocationTimeLimitSeconds: string;
    readonly InvocationType: 'SYNCHRONOUS';
    readonly LambdaInvocationAttributes: Readonly<Record<string, FlowValue>>;
    readonly ResponseValidation: { readonly ResponseType: 'STRING_MAP' };
  }
>;

export type Compare = Action<'Compare', { readonly ComparisonValue: FlowValue }>;

export type UpdateContactAttributes = Action<
  'UpdateContactAttributes',
  { readonly Attributes: Readonly<Record<string, FlowValue>>; readonly TargetContact: 'Current' }
>;

export type EndFlowModuleExecution = Action<
  'EndFlowModuleExecution',
  Readonly<Record<string, never>>,
  Readonly<Record<string, never>>
>;

import * as z from 'zod';

/**
 * The Flow language as Amazon Connect documents it, for the actions that modules here use. The pages are those of
 * docs.aws.amazon.com/connect/latest. What no page documents is marked.
 */

/** APIReference/flow-language-actions.html, "Identifier". */
const identifier = z
  .string()
  .min(1)
  .max(50)
  .regex(/^[^%:(\\/)=$,;[\]{}]*$/, 'has a character that identifiers may not have')
  .refine((name) => !(name in {}) && name !== '__proto__', 'is a name that identifiers may not have');

/** adminguide/connect-attrib-list.html: the JSONPath of an attribute that a module may refer to. */
const jsonPath = z.string().regex(/^\$\.(Attributes|External)\.[\w-]+$/, 'is no JSONPath of an attribute');

/** Static or dynamic. An empty value is refused by the service, though no page says so. */
const value = z.union([z.string().regex(/^[^$]/, 'is neither a text nor a JSONPath'), jsonPath]);

/** APIReference/API_UpdateContactAttributes.html, "Attributes". */
const attributeName = z.string().regex(/^[\w-]+$/);

/** APIReference/flow-language-actions.html, "Errors". */
const error = <ErrorType extends string>(...types: readonly [ErrorType]) =>
  z.tuple([z.strictObject({ NextAction: identifier, ErrorType: z.literal(types) })]);

/** The same page, "List of Operators": each takes one operand. An empty one is refused, though no page says so. */
const condition = z.strictObject({
  NextAction: identifier,
  Condition: z.strictObject({
    Operator: z.enum([
      'Equals',
      'TextStartsWith',
      'TextEndsWith',
      'TextContains',
      'NumberGreaterThan',
      'NumberGreaterOrEqualTo',
      'NumberLessThan',
      'NumberLessOrEqualTo',
    ]),
    Operands: z.tuple([z.string().min(1)]),
  }),
});

const action = <Type extends string, Parameters extends z.ZodType, Transitions extends z.ZodType>(
  type: Type,
  Parameters: Parameters,
  Transitions: Transitions,
) => z.strictObject({ Identifier: identifier, Type: z.literal(type), Parameters, Transitions });

/** APIReference/flow-language-actions.html, "Transitions": all three members. An action without conditions has an empty list. */
const goesOn = <Errors extends z.ZodType, Conditions extends z.ZodType>(Errors: Errors, Conditions: Conditions) =>
  z.strictObject({ NextAction: identifier, Errors, Conditions });

/** APIReference/interactions-invokelambdafunction.html. */
const invokeLambdaFunction = action(
  'InvokeLambdaFunction',
  z.strictObject({
    LambdaFunctionARN: z.union([
      z.string().regex(/^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]{1,64}$/),
      jsonPath,
    ]),
    InvocationTimeLimitSeconds: z.union([z.int().min(1).max(8), z.string().regex(/^[1-8]$/)]),
    InvocationType: z.enum(['SYNCHRONOUS', 'ASYNCHRONOUS']).optional(),
    LambdaInvocationAttributes: z.record(attributeName, value).optional(),
    ResponseValidation: z.strictObject({ ResponseType: z.enum(['STRING_MAP', 'JSON']) }).optional(),
  }),
  goesOn(error('NoMatchingError'), z.tuple([])),
);

/** APIReference/flow-control-actions-compare.html. */
const compare = action(
  'Compare',
  z.strictObject({ ComparisonValue: jsonPath }),
  goesOn(error('NoMatchingCondition'), z.array(condition).min(1)),
);

/** APIReference/contact-actions-updatecontactattributes.html; 32 KB of attributes as API_UpdateContactAttributes.html. */
const updateContactAttributes = action(
  'UpdateContactAttributes',
  z.strictObject({
    Attributes: z
      .record(attributeName, value)
      .refine((attributes) => Buffer.byteLength(JSON.stringify(attributes)) <= 32_768, 'is more than 32 KB'),
    TargetContact: z.enum(['Current', 'Related']),
  }),
  goesOn(error('NoMatchingError'), z.tuple([])),
);

/** APIReference/endflowmoduleexecution.html; that it ends a flow, so leads nowhere: flow-language-actions.html. */
const endFlowModuleExecution = action('EndFlowModuleExecution', z.strictObject({}), z.strictObject({}));

const flowAction = z.discriminatedUnion('Type', [
  invokeLambdaFunction,
  compare,
  updateContactAttributes,
  endFlowModuleExecution,
]);

export type GrammarAction = z.output<typeof flowAction>;

const transition = z.strictObject({ DisplayName: z.string(), ReferenceName: z.string(), Description: z.string() });

/** APIReference/flow-language-example.html, the limit of 250 actions too. */
export const moduleGrammar = z.strictObject({
  Version: z.literal('2019-10-30'),
  StartAction: identifier,
  Metadata: z.record(z.string(), z.unknown()).optional(),
  // No page has it, but CreateContactFlowModule asks for it, and each module that the designer writes has this one.
  Settings: z.strictObject({
    InputParameters: z.tuple([]),
    OutputParameters: z.tuple([]),
    Transitions: z.array(transition).length(2),
  }),
  Actions: z.array(flowAction).min(1).max(250),
});

export type GrammarModule = z.output<typeof moduleGrammar>;

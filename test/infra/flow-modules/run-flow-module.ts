import * as z from 'zod';
import { moduleGrammar } from './grammar.ts';

type Texts = Readonly<Record<string, string>>;

/** A function as a flow sees it: it answers texts by name, or does not answer in time. */
type FlowFunction = (event: unknown) => Texts | 'noAnswer';

export interface Surroundings {
  /** The attributes of the contact when the module is invoked. */
  readonly attributes: Texts;
  /** By the name of their file. */
  readonly functions: Readonly<Record<string, FlowFunction>>;
}

const contactData = {
  InstanceARN: 'arn:aws:connect:eu-central-1:123456789012:instance/00000000-0000-0000-0000-000000000000',
  ContactId: 'contact-1',
};

/** Runs a module as Amazon Connect does, and returns the attributes that the contact has at the end. */
export function runFlowModule(content: unknown, { attributes, functions }: Surroundings): Texts {
  const { StartAction, Actions } = moduleGrammar.parse(content);
  let contact = attributes;
  let external: Texts = {};
  const resolved = (value: string): string => {
    const [, namespace, name = ''] = /^\$\.(Attributes|External)\.(.+)$/.exec(value) ?? [];
    if (namespace === undefined) return value;
    return (namespace === 'Attributes' ? contact : external)[name] ?? '';
  };
  const allResolved = (values: Texts): Texts =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, resolved(value)]));

  for (let next = StartAction; ; ) {
    const action = Actions.find(({ Identifier }) => Identifier === next);
    switch (action?.Type) {
      case undefined:
        throw new Error(`There is no action ${next}`);
      case 'EndFlowModuleExecution':
        return contact;
      case 'UpdateContactAttributes':
        contact = { ...contact, ...allResolved(action.Parameters.Attributes) };
        next = action.Transitions.NextAction;
        break;
      case 'Compare': {
        const { Conditions, Errors } = action.Transitions;
        const result = resolved(action.Parameters.ComparisonValue);
        next = (Conditions.find(({ Condition }) => Condition.Operands[0] === result) ?? Errors[0]).NextAction;
        break;
      }
      case 'InvokeLambdaFunction': {
        const { LambdaFunctionARN, LambdaInvocationAttributes = {} } = action.Parameters;
        const name = z.string().parse(/flow-[\w-]+$/.exec(LambdaFunctionARN)?.[0]);
        const details = { ContactData: contactData, Parameters: allResolved(LambdaInvocationAttributes) };
        const answer = functions[name]?.({ Name: 'ContactFlowEvent', Details: details }) ?? 'noAnswer';
        external = answer === 'noAnswer' ? {} : answer;
        next = answer === 'noAnswer' ? action.Transitions.Errors[0].NextAction : action.Transitions.NextAction;
      }
    }
  }
}

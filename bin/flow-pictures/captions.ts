import type { FlowAction } from '../../lib/flow-modules/flow-language.ts';
import type { Arrow, Layout } from './layout.ts';

/** What a block does, in a few words. */
function factsOf(action: FlowAction): readonly string[] {
  switch (action.Type) {
    case 'InvokeLambdaFunction': {
      const { LambdaFunctionARN, LambdaInvocationAttributes } = action.Parameters;
      return [`Lambda ${LambdaFunctionARN.replace(/^.*(?=flow-)/, '')}`, ...assignments(LambdaInvocationAttributes)];
    }
    case 'Compare':
      return [`looks at ${action.Parameters.ComparisonValue}`];
    case 'UpdateContactAttributes':
      return assignments(action.Parameters.Attributes);
    case 'EndFlowModuleExecution':
      return [];
  }
}

const assignments = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => `${name} = ${value}`);

/** The lines of a block. A line of more than 46 characters is broken after the equals sign. */
export const linesOf = (action: FlowAction): readonly string[] =>
  factsOf(action).flatMap((fact) => (fact.length <= 46 ? [fact] : fact.replace('= ', '=\n\u00a0\u00a0').split('\n')));

export const labelOf = ({ labels }: Arrow): string => labels.join(', or ');

/** The whole picture in sentences, for screen readers. */
export function describe({ steps, leaves, end, arrowsDown }: Layout): string {
  const wayOut = (arrow: Arrow) => {
    const leaf = leaves.find(({ Identifier }) => Identifier === arrow.to);
    const sets = leaf ? `, sets ${factsOf(leaf).join(' and ')}` : '';
    return `On ${labelOf(arrow)} it goes to “${arrow.to}”${sets}.`;
  };
  const sentences = steps.flatMap(({ step, arrowsBeside }) => [
    `“${step.Identifier}” ${factsOf(step).join(', ')}.`,
    ...arrowsDown.filter(({ from }) => from === step.Identifier).map(wayOut),
    ...arrowsBeside.map(wayOut),
  ]);
  return [...sentences, `Whatever was set, “${end.Identifier}” is next.`].join(' ');
}

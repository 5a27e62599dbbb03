import * as z from 'zod';
import { type GrammarModule, moduleGrammar } from './grammar.ts';
import { type Path, pathsThrough } from './paths.ts';

/** Everything in the content of a module that Amazon Connect would refuse, as sentences. */
export function faultsOf(content: string): readonly string[] {
  const read = moduleGrammar.safeParse(JSON.parse(content));
  if (!read.success) return [z.prettifyError(read.error)];
  const paths = pathsThrough(read.data);
  return [
    // APIReference/API_CreateContactFlowModule.html
    ...(content.length > 256_000 ? ['The content is longer than 256000 characters'] : []),
    ...identifierFaults(read.data, paths),
    ...new Set(paths.flatMap((path) => [...endFaults(path), ...timeFaults(path), ...externalFaults(path)])),
    ...conditionFaults(read.data),
  ];
}

/** APIReference/flow-language-actions.html: identifiers are unique; flow-language-example.html: each is an action's. */
function identifierFaults({ Actions }: GrammarModule, paths: readonly Path[]): readonly string[] {
  const reached = new Set(paths.flatMap(({ visits }) => visits.map(({ action }) => action)));
  return Actions.flatMap((action, index) => {
    const { Identifier } = action;
    const isFirst = Actions.findIndex((each) => each.Identifier === Identifier) === index;
    if (!isFirst) return [`${Identifier} is there twice`];
    return reached.has(action) ? [] : [`${Identifier} is never reached`];
  });
}

/** adminguide/return-module.html: the Return block is the terminal step of a module. */
function endFaults({ end }: Path): readonly string[] {
  if (end === 'returned') return [];
  return 'missing' in end ? [`There is no action ${end.missing}`] : [`${end.circle} leads to itself`];
}

/** adminguide/connect-lambda-functions.html, "Best practice for invoking multiple Lambda functions": 20 seconds. */
function timeFaults({ visits }: Path): readonly string[] {
  const seconds = visits
    .map(({ action }) => (action.Type === 'InvokeLambdaFunction' ? action.Parameters.InvocationTimeLimitSeconds : 0))
    .reduce((sum: number, each) => sum + Number(each), 0);
  return seconds <= 20 ? [] : [`Functions may take ${seconds} seconds in a row`];
}

/**
 * adminguide/contact-flow-modules.html, "Limitations": external attributes of the flow do not reach a module, so there
 * is only what a function of the module has answered.
 */
const externalFaults = ({ visits }: Path): readonly string[] =>
  visits.flatMap(({ action, answered }) =>
    !answered && JSON.stringify(action.Parameters).includes('"$.External.')
      ? [`${action.Identifier} refers to an answer that is not there`]
      : [],
  );

/** APIReference/flow-language-actions.html, "Conditions": the first that is true is taken. */
const conditionFaults = ({ Actions }: GrammarModule): readonly string[] =>
  Actions.flatMap((action) => {
    if (action.Type !== 'Compare') return [];
    const conditions = action.Transitions.Conditions.map(({ Condition }) => JSON.stringify(Condition));
    return new Set(conditions).size === conditions.length ? [] : [`${action.Identifier} has a condition twice`];
  });

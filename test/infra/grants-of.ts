import * as z from 'zod';
import { functionOf, type Resource, resourcesOf, type Template } from './templates.ts';

const oneOrMore = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.array(schema), schema.transform((one) => [one])]);
const statement = z.object({ Action: oneOrMore(z.string()), Resource: oneOrMore(z.unknown()) });
const policy = z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) });

/** The logical id of a function's role. */
export const roleOf = (lambda: Resource): string => lambda.Properties.Role['Fn::GetAtt'][0];

/** What the role of a function grants, in itself and by policies on it: each action with each of its resources. */
export function grantsOf(stack: Template, lambda: Resource) {
  const role = resourcesOf(stack, 'AWS::IAM::Role').find(({ id }) => id === roleOf(lambda));
  const onRole = resourcesOf(stack, 'AWS::IAM::Policy').filter(
    ({ Properties }) => Properties.Roles[0].Ref === role?.id,
  );
  return z
    .array(policy)
    .parse([...(role?.Properties.Policies ?? []), ...onRole.map(({ Properties }) => Properties)])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => ({ action, resource: JSON.stringify(resource) }))),
    );
}

/** Every action that a function may use. */
export const actionsOf = (stack: Template, lambda: Resource): readonly string[] => [
  ...new Set(grantsOf(stack, lambda).map(({ action }) => action)),
];

/** What a function may do with tables, such as `Chats: GetItem` or `Transcripts/index/byTime: Query`. */
export const tableGrantsOf = (stack: Template, lambda: Resource): readonly string[] =>
  grantsOf(stack, lambda).flatMap(({ action, resource }) => {
    const [, table, index = ''] =
      /GetAtt([A-Z][A-Za-z]+?)[0-9A-F]{8}Arn[0-9A-F]{8}"(?:\},"(\/index\/\w+)")?/.exec(resource) ?? [];
    return table === undefined ? [] : [`${table}${index}: ${action.replace('dynamodb:', '')}`];
  });

/** What a function may do with queues besides working them, such as `LogoutQueue: SendMessage`. */
const queueGrantsOf = (stack: Template, lambda: Resource): readonly string[] =>
  grantsOf(stack, lambda).flatMap(({ action, resource }) => {
    const [, queue] =
      /"Fn::GetAtt":\["[A-Za-z]*?(WakeUpQueue|LogoutQueue|StreamQueue|ChatQueue|Unqueued)/.exec(resource) ?? [];
    return action === 'sqs:SendMessage' ? [`${queue ?? resource}: SendMessage`] : [];
  });

/**
 * Everything that a function gets: what it may do with tables, and beyond them, and the variables that say where things
 * are. Left out is what every function has (its log) and what comes with working a queue.
 */
export function accessOf(stack: Template, file: string) {
  const lambda = functionOf(stack, file);
  const beyond = actionsOf(stack, lambda).filter((action) => !/^(logs|dynamodb|sqs):/.test(action));
  return {
    tables: [...tableGrantsOf(stack, lambda)].sort(),
    beyond: [...beyond, ...queueGrantsOf(stack, lambda)].sort(),
    variables: Object.keys(lambda.Properties.Environment?.Variables ?? {}).sort(),
  };
}

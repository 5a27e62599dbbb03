import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { deployedStacks, fileOf, functionsIn, type Resource, resourcesOf } from './templates.ts';

const { service } = deployedStacks();

/** What has to be allowed for a function to be invoked, in one line. */
const invocation = (lambda: Resource, principal: string, source: string) =>
  `${fileOf(lambda)} by ${principal} for ${source}`;

const throughApi = (lambda: Resource, { Ref: api }: { Ref: string }, path: string) => {
  const source = `arn:AWS::Partition:execute-api:AWS::Region:AWS::AccountId:${api}/${path}`;
  return invocation(lambda, 'apigateway.amazonaws.com', source);
};

/** An ARN as text, with the names of what it refers to. */
const arn = z.union([
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }).transform(({ 'Fn::GetAtt': [id] }) => id),
  z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.union([z.string(), z.object({ Ref: z.string() })]))]) })
    .transform(({ 'Fn::Join': [, parts] }) =>
      parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join(''),
    ),
]);

const allRoutes = resourcesOf(service, 'AWS::ApiGatewayV2::Route');
const integrations = resourcesOf(service, 'AWS::ApiGatewayV2::Integration');
const targetOf = ({ Properties }: Resource) =>
  integrations.find(({ id }) => id === Properties.Target['Fn::Join'][1][1].Ref);

/** Routes that the API answers by itself invoke nothing. */
const withFunction = allRoutes.filter((route) => targetOf(route)?.Properties.IntegrationType === 'AWS_PROXY');

const routes = withFunction.flatMap((route) => {
  const integration = targetOf(route);
  if (integration === undefined) return [];
  const { ApiId } = route.Properties;
  // One permission for all routes: a stage, and whatever follows it.
  return functionsIn(service, integration.Properties.IntegrationUri).map((lambda) => throughApi(lambda, ApiId, '*/*'));
});

const authorizers = resourcesOf(service, 'AWS::ApiGatewayV2::Authorizer').flatMap(({ id, Properties }) =>
  functionsIn(service, Properties.AuthorizerUri).map((lambda) =>
    throughApi(lambda, Properties.ApiId, `authorizers/${id}`),
  ),
);

const rules = resourcesOf(service, 'AWS::Events::Rule').flatMap(({ id, Properties }) =>
  functionsIn(service, Properties.Targets).map((lambda) => {
    // Rules with the same function have one permission for all of the bus.
    const ofBus = `arn:AWS::Partition:events:AWS::Region:AWS::AccountId:rule/${Properties.EventBusName?.Ref}/*`;
    const source = fileOf(lambda) === 'event-agent-chats' ? ofBus : id;
    return invocation(lambda, 'events.amazonaws.com', source);
  }),
);

test('every route and authorizer leads to a function, and so do the rules of sweeps, of streaming, of agents in chats, of the audit and of supervisors', () => {
  expect(routes).toHaveLength(withFunction.length);
  expect(allRoutes.length - withFunction.length).toBe(2);
  expect(authorizers).toHaveLength(1);
  expect(rules).toHaveLength(6);
});

test('each route, authorizer and rule can invoke its function, and nothing else can invoke any', () => {
  const allowed = resourcesOf(service, 'AWS::Lambda::Permission').flatMap(({ Properties }) =>
    functionsIn(service, Properties.FunctionName).map((lambda) =>
      invocation(lambda, Properties.Principal, arn.parse(Properties.SourceArn)),
    ),
  );
  const needed = new Set([...routes, ...authorizers, ...rules]);
  expect(allowed.sort()).toEqual([...needed].sort());
});

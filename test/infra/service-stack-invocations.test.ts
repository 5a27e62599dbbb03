import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { bundled, fileOf, resourcesOf, stacks } from './synthesis.ts';

const { service } = stacks(bundled());
const functions = resourcesOf(service, 'AWS::Lambda::Function');

type Resource = (typeof functions)[number];

/** The function that a property of a resource leads to, if it is one. */
const functionIn = (property: unknown): readonly Resource[] =>
  functions.filter(({ id }) => JSON.stringify(property).includes(`{"Fn::GetAtt":["${id}","Arn"]}`));

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

const integrations = resourcesOf(service, 'AWS::ApiGatewayV2::Integration');
/** A function that several routes of HTTP lead to is allowed once, for all of the API, to save resources. */
const isShared = ({ id }: Resource) =>
  resourcesOf(service, 'AWS::ApiGatewayV2::Route').filter(
    ({ Properties }) => Properties.Target['Fn::Join'][1][1].Ref === id && !Properties.RouteKey.startsWith('$'),
  ).length > 1;

const routes = resourcesOf(service, 'AWS::ApiGatewayV2::Route').flatMap(({ Properties }) => {
  const [, [, { Ref: target }]] = Properties.Target['Fn::Join'];
  const integration = integrations.find(({ id }) => id === target);
  // Routes of HTTP have a method before their path, or are the default; those of WebSockets are named by a word.
  const isHttp = integration?.Properties.PayloadFormatVersion === '2.0';
  const ownPath = isHttp ? `*/*${Properties.RouteKey.replace(/^\$default$|^\w+ /, '')}` : `*${Properties.RouteKey}`;
  const path = integration && isHttp && isShared(integration) ? '*/*/*' : ownPath;
  return functionIn(integration?.Properties.IntegrationUri).map((lambda) => throughApi(lambda, Properties.ApiId, path));
});

const authorizers = resourcesOf(service, 'AWS::ApiGatewayV2::Authorizer').flatMap(({ id, Properties }) =>
  functionIn(Properties.AuthorizerUri).map((lambda) => throughApi(lambda, Properties.ApiId, `authorizers/${id}`)),
);

const rules = resourcesOf(service, 'AWS::Events::Rule').flatMap(({ id, Properties }) =>
  functionIn(Properties.Targets).map((lambda) => invocation(lambda, 'events.amazonaws.com', id)),
);

test('every route and authorizer leads to a function, and so do the rules of sweeps and of streaming', () => {
  expect(routes).toHaveLength(resourcesOf(service, 'AWS::ApiGatewayV2::Route').length);
  expect(authorizers).toHaveLength(2);
  expect(rules).toHaveLength(2);
});

test('each route, authorizer and rule may invoke its function, and nothing else may invoke any', () => {
  const allowed = resourcesOf(service, 'AWS::Lambda::Permission').flatMap(({ Properties }) =>
    functionIn(Properties.FunctionName).map((lambda) =>
      invocation(lambda, Properties.Principal, arn.parse(Properties.SourceArn)),
    ),
  );
  const needed = new Set([...routes, ...authorizers, ...rules]);
  expect(allowed.sort()).toEqual([...needed].sort());
});

import type { APIGatewayProxyEventV2WithRequestContext } from 'aws-lambda';

type Received = Pick<APIGatewayProxyEventV2WithRequestContext<object>, 'headers' | 'rawPath' | 'routeKey'> & {
  readonly requestContext: { readonly domainName: string; readonly stage: string };
};

/**
 * The URL that a caller has used, without its query: for links that the caller can follow.
 *
 * Behind a domain API Gateway takes the base path off before it invokes a function, and the event does not have it
 * (docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html). The path of a stage
 * with a name stays in the event. So the path is what the route has matched, and what is in front of it follows from the host.
 *
 * @param publicUrl - where the API is reached at its own domain, base path included; empty if it has none
 */
export function requestUrl({ headers, rawPath, routeKey, requestContext }: Received, publicUrl: string): string {
  const { domainName, stage } = requestContext;
  const host = headers.host ?? domainName;
  const path = matchedPath(routeKey, rawPath);
  if (publicUrl !== '' && hostnameOf(host) === new URL(publicUrl).hostname) return publicUrl + path;
  const scheme = headers['x-forwarded-proto'] ?? 'https';
  return `${scheme}://${host}${stage === '$default' ? '' : `/${stage}`}${path}`;
}

/** The end of the path, with as many segments as the route has. */
function matchedPath(routeKey: string, rawPath: string): string {
  const [, route] = routeKey.split(' ');
  if (route === undefined || route.includes('+}')) return rawPath;
  const length = segmentsOf(route).length;
  return length === 0 ? '/' : `/${segmentsOf(rawPath).slice(-length).join('/')}`;
}

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');

const hostnameOf = (host: string) => (URL.canParse(`https://${host}`) ? new URL(`https://${host}`).hostname : host);

import { parseJson } from '../http/body.ts';

/**
 * The route that a message selects, or `$default` if it is no JSON, names none or names one there is not; undefined if
 * there is no such route either.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function selectRoute<Route extends { readonly routeKey: string }>(
  routes: readonly Route[],
  field: readonly string[],
  message: string,
): Route | undefined {
  const selected = field.reduce<unknown>(member, parseJson(message));
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  if (typeof selected !== 'string' || lifecycle.has(selected)) return fallback;
  return routes.find(({ routeKey }) => routeKey === selected) ?? fallback;
}

/** Routes that only the gateway itself may take. */
const lifecycle = new Set(['$connect', '$disconnect']);

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The route of a request, with the values of its path variables. */
export interface RouteMatch<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Selects a route as API Gateway does: a full match first, then path variables, then a greedy variable, then `$default`.
 * If two match equally, the method takes precedence over `ANY`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute<Route extends { readonly routeKey: string }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const segments = path.split('/').slice(1);
  const candidates = routes.flatMap((route) => {
    const [routeMethod, template = ''] = route.routeKey.split(' ');
    if (routeMethod !== method && routeMethod !== 'ANY') return [];
    const match = matchPath(template.split('/').slice(1), segments);
    return match === undefined ? [] : { route, ...match, rank: match.rank + (routeMethod === 'ANY' ? '1' : '0') };
  });
  const [best] = candidates.sort((one, other) => (one.rank < other.rank ? -1 : 1));
  if (best !== undefined) return { route: best.route, pathParameters: best.pathParameters };
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

/** The rank has a digit for each segment (0 literal, 1 variable, 2 greedy), so that ranks compare as text. */
function matchPath(
  template: readonly string[],
  segments: readonly string[],
): { readonly rank: string; readonly pathParameters: Record<string, string> } | undefined {
  const pathParameters: Record<string, string> = {};
  let rank = '';
  for (const [index, part] of template.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(part) ?? [];
    if (name === undefined) {
      if (part !== decode(segment)) return undefined;
      rank += '0';
    } else if (greedy === '+') {
      pathParameters[name] = decode(segments.slice(index).join('/'));
      return { rank: `${rank}2`, pathParameters };
    } else {
      if (segment === '') return undefined;
      pathParameters[name] = decode(segment);
      rank += '1';
    }
  }
  return segments.length === template.length ? { rank, pathParameters } : undefined;
}

/** Decodes a path, or returns it unchanged if it is malformed. */
export function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

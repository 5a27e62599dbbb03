import { describe, expect, test } from '@jest/globals';
import { bundled, resourcesOf, stacks } from './synthesis.ts';

const bundles = bundled();

/** The stage of an API of this protocol, the throttles of its routes, and the routes by logical id. */
function stageOf(protocol: string, throttle = 1000) {
  const { service } = stacks(bundles, { throttle });
  const api = resourcesOf(service, 'AWS::ApiGatewayV2::Api').find(
    ({ Properties }) => Properties.ProtocolType === protocol,
  );
  const ofApi = (type: string) =>
    resourcesOf(service, `AWS::ApiGatewayV2::${type}`).filter(({ Properties }) => Properties.ApiId.Ref === api?.id);
  const [stage] = ofApi('Stage');
  const routes = new Map(ofApi('Route').map(({ id, Properties }) => [Properties.RouteKey as string, id]));
  const throttles = (stage?.Properties.RouteSettings ?? {}) as Record<string, Record<string, number>>;
  return { stage, routes, throttles };
}

const total = (throttles: Record<string, Record<string, number>>) =>
  Object.values(throttles).reduce((sum, { ThrottlingRateLimit = 0 }) => sum + ThrottlingRateLimit, 0);

describe('pages of participants and of agents', () => {
  test('have a throttle on each of their calls, and on nobody else’s', () => {
    const { routes, throttles } = stageOf('HTTP');
    const pages = [...routes.keys()].filter((key) => /^POST \/(participant|v1\/session)\//.test(key));
    expect(pages).toHaveLength(8);
    expect(Object.keys(throttles).sort()).toEqual(pages.sort());
  });

  test('together take no more than four fifths of what the stage takes, in a burst neither', () => {
    const { throttles } = stageOf('HTTP');
    expect(total(throttles)).toBe(800);
    for (const { ThrottlingRateLimit, ThrottlingBurstLimit } of Object.values(throttles)) {
      expect(ThrottlingBurstLimit).toBe(ThrottlingRateLimit);
    }
  });

  test('of ten thousand agents with a lease of 150 seconds may say that they are there, each third of it', () => {
    const heartbeat = stageOf('HTTP').throttles['POST /v1/session/heartbeat'];
    expect(heartbeat?.ThrottlingRateLimit).toBeGreaterThan(10_000 / 50);
  });

  test('can call, however low the throttle is', () => {
    const { throttles } = stageOf('HTTP', 1);
    const one = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 };
    expect(Object.values(throttles)).toEqual(Array.from({ length: 8 }, () => one));
  });

  test('who flood their WebSockets with frames leave room for others to connect', () => {
    expect(stageOf('WEBSOCKET').throttles).toEqual({
      $default: { ThrottlingRateLimit: 800, ThrottlingBurstLimit: 800 },
    });
  });
});

test.each(['HTTP', 'WEBSOCKET'])('the %s stage is made after the routes that it throttles', (protocol) => {
  const { stage, routes, throttles } = stageOf(protocol);
  const throttled = Object.keys(throttles).map((key) => routes.get(key));
  expect(throttled).not.toEqual([]);
  expect(stage?.DependsOn).toEqual(expect.arrayContaining(throttled));
});

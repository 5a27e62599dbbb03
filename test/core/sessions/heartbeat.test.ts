import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { anAgent, anEndedSession, aSession, someDay } from '#test/support/agents.ts';
import { aGateway, ann, annSignedIn } from './a-gateway.ts';

describe('a heartbeat', () => {
  test('keeps the session alive, by one write and nothing else', async () => {
    const gateway = await aGateway([annSignedIn()]);
    const calls: string[] = [];
    const { heartbeat } = gateway.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    gateway.time.at = someDay + seconds(100);
    expect(await heartbeat(ann, { sessionId: 'session-1', saidAt: 5 })).toEqual({ type: 'goesOn' });
    expect(calls).toEqual(['hear']);
    expect((await gateway.agent())?.session?.lease).toEqual({
      seconds: 120,
      heardAt: someDay + seconds(100),
      saidAt: 5,
    });
  });

  test('of a clock that was set back keeps the session alive, and one that was overtaken does not keep a client that goes', async () => {
    const { heartbeat, leave, passUntil, agent } = await aGateway([annSignedIn()]);
    await heartbeat(ann, { sessionId: 'session-1', saidAt: 5_000 });
    await passUntil(someDay + seconds(60));
    expect(await heartbeat(ann, { sessionId: 'session-1', saidAt: 4_000 })).toEqual({ type: 'goesOn' });
    const lease = { seconds: 120, heardAt: someDay + seconds(60), saidAt: 5_000 };
    expect((await agent())?.session?.lease).toEqual(lease);
    await leave(ann, { sessionId: 'session-1', saidAt: 6_000, withinSeconds: 2 });
    await passUntil(someDay + seconds(61));
    await heartbeat(ann, { sessionId: 'session-1', saidAt: 5_999 });
    expect((await agent())?.session?.lease).toEqual({ ...lease, saidAt: 6_000, leavesAt: someDay + seconds(62) });
  });

  test('of a session that is over is told how, however often it asks', async () => {
    const ended = anEndedSession({ reason: 'maintenance', message: 'We are back at six' });
    const { heartbeat } = await aGateway([anAgent({ ...ann, endedSessions: [ended] })]);
    for (const _ of ['once', 'again']) {
      expect(await heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'over', ended });
    }
  });

  test('of a session long over is told no more than that', async () => {
    const { heartbeat } = await aGateway([annSignedIn()]);
    expect(await heartbeat(ann, { sessionId: 'session-0' })).toEqual({ type: 'over' });
  });

  test('of a session that no lease ends has nothing to keep', async () => {
    const { heartbeat, agents } = await aGateway([anAgent({ ...ann, session: aSession() })]);
    const before = agents.all();
    expect(await heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'goesOn' });
    expect(agents.all()).toEqual(before);
  });

  test('of nobody is told so', async () => {
    const { heartbeat } = await aGateway();
    expect(await heartbeat({ ...ann, agentId: 'bob' }, { sessionId: 's' })).toEqual({ type: 'unknownAgent' });
  });
});

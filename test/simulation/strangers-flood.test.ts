import { describe, expect, test } from '@jest/globals';
import { admittedPerSecond } from '#core/access/rate-limit.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, ann, someDay } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession } from '#test/support/contact-centre.ts';
import { allRoutes, isKnown } from '#test/support/declared-routes.ts';
import { Random } from './random.ts';

const throttle = 1_000;
const openRoutes = allRoutes.filter(({ audience }) => !isKnown(audience));
const shareOf = (key: string) => openRoutes.find((route) => route.key === key)?.throttleShare ?? 1;
const limitOf = (key: string) => admittedPerSecond(throttle, shareOf(key));

const heartbeat = 'POST /v1/session/heartbeat';
const poll = 'GET /agentgateway/resource/agentevent/{agentid}';
/** The stranger sends twenty times what the route takes. */
const excess = 20;
const lasts = minutes(10);
const leaseSeconds = 150;

/**
 * A hundred pages, each with a lease of 150 seconds and a heartbeat each third of it, while one stranger floods a route with
 * forged tokens. API Gateway knows no senders: of what it throttles it takes as large a part from pages as from the stranger.
 * A page that is refused tries again as the library does, after 1, 2, 4, … seconds.
 */
async function flooded(route: string, by: typeof heartbeat | typeof poll, noticed = true) {
  const random = new Random(7);
  const lease = { seconds: leaseSeconds, lastSeenAt: someDay };
  const staff = Array.from({ length: 100 }, (_, n) =>
    anAgent({ agentId: `agent-${n}`, session: aLeasedSession({ sessionId: `session-${n}`, lease }) }),
  );
  const centre = await aContactCentre(staff);
  for (const agent of staff) await centre.wakeAgent(agent);
  const isThrough = () => route !== by || random.chance(1 / excess);
  const send = async (agent: (typeof staff)[number]) => {
    if (by === poll) return (await centre.poll(agent, 'secret-0')).type;
    const { type } = await centre.heartbeat(agent, { sessionId: agent.session?.sessionId ?? '' });
    return type === 'goesOn' ? 'nothingNew' : type;
  };

  const pages = staff.map((agent) => ({ agent, failures: 0, nextAt: someDay + seconds(random.upTo(50)) }));
  const answers = new Set<string>();
  for (let now = someDay; now < someDay + lasts; now += seconds(1)) {
    await centre.advanceTo(now);
    const forged = route === by && noticed ? limitOf(route) : 0;
    for (let n = 0; n < forged; n += 1) await centre.noteRefusal({ key: route, throttleShare: shareOf(route) });
    for (const page of pages) {
      if (page.nextAt > now) continue;
      const passed = isThrough();
      page.failures = passed ? 0 : page.failures + 1;
      page.nextAt = now + seconds(passed ? 50 : Math.min(50, 2 ** (page.failures - 1)));
      if (passed) answers.add(await send(page.agent));
    }
  }
  const found = await centre.directory.find(
    'demo',
    staff.map(({ agentId }) => agentId),
  );
  const signedIn = found.agents.filter(({ session }) => session !== undefined);
  return { ...centre, answers, signedIn: signedIn.length };
}

describe.each(openRoutes.map(({ key }) => key))('while one stranger floods %s', (route) => {
  test('a hundred desktops and a hundred clients of Huawei go on working', async () => {
    for (const by of [heartbeat, poll] as const) {
      const { answers, signedIn } = await flooded(route, by);
      expect(signedIn).toBe(100);
      expect([...answers]).toEqual(['nothingNew']);
    }
  }, 20_000);

  test('callers with a key have at least a fifth of the throttle', () => {
    const strangers = openRoutes.reduce((sum, { key }) => sum + limitOf(key), 0);
    expect(openRoutes.find(({ key }) => key === route)?.throttleShare).toBeGreaterThan(0);
    expect(throttle - strangers).toBeGreaterThanOrEqual(throttle / 5);
  });
});

test('a supervisor ends a session during a flood, and it does not come back', async () => {
  const centre = await flooded(heartbeat, heartbeat);
  const order = { requestedBy: 'sue', requestedAt: centre.time.at, rights: { of: 'everybody' } } as const;
  await centre.terminateSession({ instanceId: 'demo', agentId: 'agent-7' }, order);
  expect(await centre.heartbeat({ instanceId: 'demo', agentId: 'agent-7' }, { sessionId: 'session-7' })).toMatchObject({
    type: 'over',
  });
});

test('without a mark of the flood, sessions would end', async () => {
  expect((await flooded(heartbeat, heartbeat, false)).signedIn).toBeLessThan(100);
});

test('seven forged requests a second crowd nobody out, and keep no session whose client is gone', async () => {
  for (const key of [heartbeat, poll]) {
    const centre = await aContactCentre([anAgent({ ...ann, session: aLeasedSession() })]);
    await centre.wakeAgent(ann);
    for (let now = someDay; now <= someDay + seconds(120); now += seconds(1)) {
      await centre.advanceTo(now);
      for (let n = 0; n < 7; n += 1) await centre.noteRefusal({ key, throttleShare: shareOf(key) });
    }
    expect((await centre.agent())?.session).toBeUndefined();
  }
});

test('a session whose client is gone ends one lease after the flood', async () => {
  const centre = await flooded(heartbeat, heartbeat);
  await centre.advanceTo(centre.time.at + seconds(30 + leaseSeconds + leaseSeconds));
  expect((await centre.directory.find('demo', ['agent-7'])).agents.map(({ session }) => session)).toEqual([undefined]);
});

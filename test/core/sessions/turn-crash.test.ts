import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { eachEventOnce } from '#test/simulation/each-event-once.ts';
import type { GatewayUseCases } from '#test/simulation/gateway-use-cases.ts';
import { type Fault, Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { aContact, someDay } from '#test/support/agents.ts';
import { aGateway, ann, annSignedIn, entry, type Gateway } from './a-gateway.ts';
import { endedSessions } from './race.ts';

const everyFault = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const satisfies readonly Fault[];
const byForce = { ...entry, takeOver: true };
const deeds = {
  signIn: ({ signIn }: GatewayUseCases) => signIn(ann, byForce),
  signOut: ({ signOut }: GatewayUseCases) => signOut(ann, 'secret-0', { byForce: true }),
} as const;

/** Ann on a call, and a sign-in or sign-out by force in a process of its own. */
async function runIn(faults: Faults, deed: keyof typeof deeds) {
  const gateway = await aGateway([annSignedIn({ contacts: [aContact('c1')] })]);
  const life = new ProcessLife(faults);
  const useCases = gateway.through((port) => life.connect(port));
  await life.run<unknown>(() => deeds[deed](useCases)).catch(() => undefined);
  return gateway;
}

/** Every change that was saved is told, and tells of sessions that begin and end one after the other. */
async function expectWholeStory(gateway: Gateway) {
  const saved = await gateway.agents.load(ann);
  expect(saved?.outbox).toEqual([]);
  const events = eachEventOnce(gateway.publisher.published());
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: saved?.sequence ?? 0 }, (_, n) => n + 1));
  const facts = events.map(({ fact }) => fact);
  const ended = endedSessions(facts);
  expect(new Set(ended).size).toBe(ended.length);
  return facts.map(({ type }) => type).join();
}

const out = 'ContactReleased,AgentLoggedOut';
const stories = {
  signIn: ['', `${out},AgentSignedIn`],
  signOut: ['', out],
} as const satisfies Record<keyof typeof deeds, readonly string[]>;

const everyCase = (['signIn', 'signOut'] as const).flatMap((deed) => everyFault.map((fault) => [deed, fault] as const));

/** Runs the deed once for each of its calls, with that one going wrong. */
async function forEveryCall(deed: keyof typeof deeds, fault: Fault, look: (gateway: Gateway) => Promise<void>) {
  const undisturbed = new Faults();
  await runIn(undisturbed, deed);
  for (let at = 1; at <= undisturbed.calls; at += 1) {
    await look(await runIn(new Faults((call) => (call === at ? fault : undefined)), deed));
  }
}

test.each(everyCase)(
  'a %s, with any of its calls %s, happens whole or not at all, and is told',
  async (deed, fault) => {
    const told = new Set<string>();
    await forEveryCall(deed, fault, async (gateway) => {
      await gateway.passUntil(someDay + seconds(60));
      told.add(await expectWholeStory(gateway));
      await gateway.passUntil(someDay + minutes(3));
      await expectWholeStory(gateway);
      // A session that has begun, and whose client never heard of it, is over by now.
      expect((await gateway.agent())?.session?.sessionId ?? 'session-1').toBe('session-1');
    });
    expect([...told].toSorted()).toEqual(stories[deed]);
  },
);

test.each(everyCase)('a %s, with any of its calls %s, bars nobody for more than 15 seconds', async (deed, fault) => {
  const bars = new Set<boolean>();
  await forEveryCall(deed, fault, async (gateway) => {
    const enter = async () => (await gateway.signIn(ann, byForce)).type;
    gateway.time.at = someDay + seconds(15) - 1;
    const isBroken = ((await gateway.agent())?.turn?.until ?? 0) > gateway.time.at;
    if (isBroken) expect(await enter()).toBe('overlapping');
    gateway.time.at = someDay + seconds(15);
    expect(await enter()).toBe('signedIn');
    bars.add(isBroken);
  });
  expect(bars).toContain(true);
});

import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eachEventOnce } from '#test/simulation/each-event-once.ts';
import type { GatewayUseCases } from '#test/simulation/gateway-use-cases.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { anAgent } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, entry, sue } from './a-gateway.ts';
import { endedSessions } from './race.ts';

const everybody = { of: 'everybody' } as const;
const staff = [
  anAgent({ ...ann, session: aLeasedSession() }),
  anAgent({
    ...sue,
    securityProfileId: 'sup',
    session: aLeasedSession({ sessionId: 'sues', secretHash: 'hash of sues secret' }),
  }),
];

/** What came of a sign-in or sign-out, and between which steps of all it was at work on the agent. */
interface Done {
  readonly type: string;
  /** The agent was signed out already. */
  readonly wasBefore?: boolean;
  readonly from: number;
  readonly to: number;
}
type Deed = (useCases: GatewayUseCases) => Promise<Pick<Done, 'type' | 'wasBefore'>>;

const anyDeed = fc.constantFrom<Deed>(
  ({ signIn }) => signIn(ann, entry),
  ({ signIn }) => signIn(ann, { ...entry, takeOver: true }),
  ({ signIn }) => signIn(ann, { ...entry, takeOver: true, password: 'wrong' }),
  ({ signOut }) => signOut(ann, 'secret-0', { byForce: false }),
  ({ signOut }) => signOut(ann, 'secret-0', { byForce: true }),
  ({ supervisorSignOut }) => supervisorSignOut(sue, 'sues secret', 'ann'),
);

/** Does everything at once, in an order that chance finds. */
async function race(s: fc.Scheduler, deeds: readonly Deed[]) {
  const gateway = await aGateway(staff);
  await gateway.profiles.put({ instanceId: 'demo', profileId: 'sup', endSessions: everybody });
  let step = 0;
  const done = deeds.map(async (deed): Promise<Done> => {
    let [from, to] = [0, 0];
    const useCases = gateway.through((port) =>
      intercept(port, async (method, call, [key]) => {
        await s.schedule(Promise.resolve(), method);
        step += 1;
        if (from === 0 && method === 'load' && isDeepStrictEqual(key, ann)) from = step;
        to = step;
        return call();
      }),
    );
    return { ...(await deed(useCases)), from, to };
  });
  return { gateway, deeds: await s.waitFor(Promise.all(done)) };
}

const isThrough = ({ type, wasBefore = false }: Done) => type === 'signedIn' || (type === 'signedOut' && !wasBefore);

test('no two sign-ins or sign-outs of an agent go through that overlap, from their first look to their answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(anyDeed, { minLength: 2, maxLength: 5 }), async (s, kinds) => {
      const { gateway, deeds } = await race(s, kinds);
      const through = deeds.filter(isThrough).toSorted((a, b) => a.from - b.from);
      for (const [index, { to }] of through.entries()) {
        const next = through[index + 1];
        expect(next === undefined || to < next.from).toBe(true);
      }

      const facts = eachEventOnce(gateway.publisher.published()).map(({ fact }) => fact);
      const ended = endedSessions(facts);
      expect(new Set(ended).size).toBe(ended.length);
      const began = facts.filter(({ type }) => type === 'AgentSignedIn').length;
      expect(1 + began - ended.length).toBe((await gateway.agent())?.session ? 1 : 0);
      expect((await gateway.agent())?.turn?.until ?? 0).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('of two of a kind at once one goes through, and the other is refused', async () => {
  const kinds = [
    [({ signIn }: GatewayUseCases) => signIn(ann, { ...entry, takeOver: true }), ['overlapping', 'signedIn']],
    [({ signOut }: GatewayUseCases) => signOut(ann, 'secret-0', { byForce: true }), ['overlapping', 'signedOut']],
  ] as const;
  for (const [deed, outcomes] of kinds) {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const { deeds } = await race(s, [deed, deed]);
        const types = deeds.map(({ type }) => type).toSorted();
        // Unless they happened to come one after the other.
        const [first, second] = deeds.toSorted((a, b) => a.from - b.from);
        if (first && second && first.to > second.from) expect(types).toEqual(outcomes);
        else expect(types).toContain(outcomes[1]);
      }),
    );
  }
});

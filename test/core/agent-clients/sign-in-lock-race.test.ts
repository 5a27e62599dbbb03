import { isDeepStrictEqual } from 'node:util';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anAgent, ann } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession, passwordSignIn, sue, type UseCases } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { eachEventOnce, endedSessions } from '#test/support/published-events.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

const everybody = { of: 'everybody' } as const;
const staff = [
  anAgent({ ...ann, session: aLeasedSession() }),
  anAgent({
    ...sue,
    securityProfileId: 'sup',
    session: aLeasedSession({ sessionId: 'sues', secretHash: 'hash of sues secret' }),
  }),
];

/** The outcome of a sign-in or sign-out, and its first and last step on the agent, counted over all. */
interface Done {
  readonly type: string;
  /** The agent was signed out before. */
  readonly wasBefore?: boolean;
  readonly from: number;
  readonly to: number;
}
type Action = (useCases: UseCases) => Promise<Pick<Done, 'type' | 'wasBefore'>>;

const takingOver = { ...passwordSignIn, takeOver: true };
const takeOver: Action = (useCases) => useCases.passwordSignIn(ann, takingOver);
const signOutByForce: Action = (useCases) => useCases.signOutOwn(ann, 'secret-0', { byForce: true });

const anyAction = fc.constantFrom<Action>(
  takeOver,
  signOutByForce,
  (useCases) => useCases.passwordSignIn(ann, passwordSignIn),
  (useCases) => useCases.passwordSignIn(ann, { ...takingOver, password: 'wrong' }),
  (useCases) => useCases.signOutOwn(ann, 'secret-0', { byForce: false }),
  ({ supervisorSignOut }) => supervisorSignOut(sue, { secret: 'sues secret', from: { via: 'session' } }, 'ann'),
);

/** Runs the actions at the same time, with their calls in any order. */
async function race(s: fc.Scheduler, actions: readonly Action[]) {
  const centre = await aContactCentre(staff);
  await centre.putSecurityProfile({ instanceId: 'demo', profileId: 'sup', endSessions: everybody });
  let step = 0;
  const done = actions.map(async (action): Promise<Done> => {
    let [from, to] = [0, 0];
    const useCases = centre.through((port) =>
      intercept(port, async (method, call, [key]) => {
        await s.schedule(Promise.resolve(), method);
        step += 1;
        if (from === 0 && method === 'load' && isDeepStrictEqual(key, ann)) from = step;
        to = step;
        return call();
      }),
    );
    return { ...(await action(useCases)), from, to };
  });
  return { centre, done: await s.waitFor(Promise.all(done)) };
}

const succeeded = ({ type, wasBefore = false }: Done) => type === 'signedIn' || (type === 'signedOut' && !wasBefore);

test('no two sign-ins or sign-outs of an agent that overlap, from the first load to the answer, both succeed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(anyAction, { minLength: 2, maxLength: 5 }), async (s, actions) => {
      const { centre, done } = await race(s, actions);
      const successes = done.filter(succeeded).toSorted((a, b) => a.from - b.from);
      for (const [index, { to }] of successes.entries()) {
        const next = successes[index + 1];
        expect(next === undefined || to < next.from).toBe(true);
      }

      const facts = eachEventOnce(centre.bus.published()).map(({ fact }) => fact);
      const ended = endedSessions(facts);
      expect(new Set(ended).size).toBe(ended.length);
      const began = facts.filter(({ type }) => type === 'AgentSignedIn').length;
      expect(1 + began - ended.length).toBe((await centre.agent())?.session ? 1 : 0);
      expect((await centre.agent())?.signInLock?.until ?? 0).toBe(0);
    }),
    { numRuns: randomRuns(300) },
  );
});

test('of two simultaneous actions of the same kind one succeeds, and the other is refused', async () => {
  const kinds = [
    [takeOver, ['overlapping', 'signedIn']],
    [signOutByForce, ['overlapping', 'signedOut']],
  ] as const;
  for (const [action, outcomes] of kinds) {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const { done } = await race(s, [action, action]);
        const types = done.map(({ type }) => type).toSorted();
        // Unless they happened one after the other.
        const [first, second] = done.toSorted((a, b) => a.from - b.from);
        if (first && second && first.to > second.from) expect(types).toEqual(outcomes);
        else expect(types).toContain(outcomes[1]);
      }),
    );
  }
});

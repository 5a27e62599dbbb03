import { expect, test } from '@jest/globals';
import { StaleVersionError } from '#core/change.ts';
import { minutes, seconds } from '#core/instant.ts';
import { everyFault, type Fault, Faults, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { aContact, ann, someDay } from '#test/support/agents.ts';
import {
  aContactCentre,
  annSignedIn,
  type ContactCentre,
  passwordSignIn,
  type UseCases,
} from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { eachEventOnce, endedSessions } from '#test/support/published-events.ts';

const takingOver = { ...passwordSignIn, takeOver: true };
const actions = {
  signIn: (useCases: UseCases) => useCases.passwordSignIn(ann, takingOver),
  signOut: (useCases: UseCases) => useCases.signOutOwn(ann, 'secret-0', { byForce: true }),
} as const;

/** Ann on a call, and a sign-in or sign-out by force in an invocation of its own. */
async function runIn(faults: Faults, action: keyof typeof actions) {
  const centre = await aContactCentre([annSignedIn({ contacts: [aContact('c1')] })]);
  const invocation = new Invocation(faults);
  const useCases = centre.through((port) => invocation.connect(port));
  await invocation.run<unknown>(() => actions[action](useCases)).catch(() => undefined);
  return centre;
}

/** Every change that was saved is published, and no session ends twice. @returns the types of the events */
async function publishedTypes(centre: ContactCentre) {
  const saved = await centre.agents.load(ann);
  expect(saved?.outbox).toEqual([]);
  const events = eachEventOnce(centre.bus.published());
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: saved?.sequence ?? 0 }, (_, n) => n + 1));
  const facts = events.map(({ fact }) => fact);
  const ended = endedSessions(facts);
  expect(new Set(ended).size).toBe(ended.length);
  return facts.map(({ type }) => type).join();
}

const signedOut = 'ContactReleased,AgentSignedOut';
const allOrNothing = {
  signIn: ['', `${signedOut},AgentSignedIn`],
  signOut: ['', signedOut],
} as const satisfies Record<keyof typeof actions, readonly string[]>;

const everyCase = (['signIn', 'signOut'] as const).flatMap((action) =>
  everyFault.map((fault) => [action, fault] as const),
);

/** Runs the action once for each of its calls, which fails. */
async function forEveryCall(
  action: keyof typeof actions,
  fault: Fault,
  check: (centre: ContactCentre) => Promise<void>,
) {
  const undisturbed = new Faults();
  await runIn(undisturbed, action);
  for (let at = 1; at <= undisturbed.calls; at += 1) {
    await check(await runIn(faultAt(at, fault), action));
  }
}

test.each(everyCase)(
  'a %s with any of its calls %s takes effect completely or not at all, and is published',
  async (action, fault) => {
    const published = new Set<string>();
    await forEveryCall(action, fault, async (centre) => {
      await centre.advanceTo(someDay + seconds(60));
      published.add(await publishedTypes(centre));
      await centre.advanceTo(someDay + minutes(3));
      await publishedTypes(centre);
      // A session that has begun, but whose client was not answered, is over by then.
      expect((await centre.agent())?.session?.sessionId ?? 'session-1').toBe('session-1');
    });
    expect([...published].toSorted()).toEqual(allOrNothing[action]);
  },
);

test('a sign-in that seems to have failed when it was saved takes place once', async () => {
  const centre = await aContactCentre();
  let saves = 0;
  const { passwordSignIn: signIn } = centre.through((port) =>
    intercept(port, async (method, call) => {
      const answer = await call();
      if (method === 'save') saves += 1;
      if (method === 'save' && saves === 1) throw new StaleVersionError();
      return answer;
    }),
  );
  expect(await signIn(ann, passwordSignIn)).toEqual({ type: 'signedIn', secret: 'secret-1' });
  await centre.advanceTo(someDay + seconds(60));
  expect(await publishedTypes(centre)).toBe('AgentSignedIn');
  expect((await centre.agent())?.session?.secretHash).toBe('hash of secret-1');
});

test.each(everyCase)('a %s with any of its calls %s locks the agent for at most 15 seconds', async (action, fault) => {
  const locks = new Set<boolean>();
  await forEveryCall(action, fault, async (centre) => {
    const signIn = async () => (await centre.passwordSignIn(ann, takingOver)).type;
    centre.time.at = someDay + seconds(15) - 1;
    const isLocked = ((await centre.agent())?.signInLock?.until ?? 0) > centre.time.at;
    if (isLocked) expect(await signIn()).toBe('overlapping');
    centre.time.at = someDay + seconds(15);
    expect(await signIn()).toBe('signedIn');
    locks.add(isLocked);
  });
  expect(locks).toContain(true);
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Retrier } from '#core/commit.ts';
import { seconds } from '#core/instant.ts';
import { type Fault, Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { add, aSumWorld, commitIn, key, partsOf, type SumWorld } from './sum.ts';

const everyFault = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const satisfies readonly Fault[];

/** Adds the parts in a process of its own in which one call goes wrong; answers whether it got to the end. */
async function addWithFault(world: SumWorld, parts: readonly string[], retrier: Retrier, faults: Faults) {
  const life = new ProcessLife(faults);
  const commit = commitIn(world, (port) => life.connect(port));
  return life
    .run(() => commit(key, add(...parts), retrier))
    .then(
      () => true,
      () => false,
    );
}

const faultAt = (at: number, fault: Fault) => new Faults((call) => (call === at ? fault : undefined));

/** Time passes, and the alarms that come due ring: the sum looks at itself, which publishes what was left. */
async function letPass(world: SumWorld, milliseconds: number) {
  world.time.at += milliseconds;
  for (const _ of world.alarms.ring(world.time.at)) {
    await commitIn(world, (port) => port)(key, (state) => ({ state, events: [], outcome: undefined }), 'redelivery');
  }
}

/** Everything that was saved is published, under one id for each event, and nothing else is. */
async function expectAllPublished({ store, publisher }: SumWorld) {
  const stored = await store.load(key);
  const parts = new Map<string, string>();
  for (const { eventId, fact } of publisher.published()) {
    expect(parts.get(eventId) ?? fact.part).toBe(fact.part);
    parts.set(eventId, fact.part);
  }
  expect([...parts.keys()]).toEqual((stored?.state.parts ?? []).map((_, index) => `acme/agent/ann/${index + 1}`));
  expect([...parts.values()]).toEqual(stored?.state.parts ?? []);
  expect(stored?.outbox ?? []).toEqual([]);
}

const everyCall = [1, 2, 3, 4, 5, 6];
/** Which of the calls of somebody who adds to nothing is the save. */
const saves = [
  ['caller', 3],
  ['creator', 2],
  ['handOff', 3],
] as const satisfies readonly (readonly [Retrier, number])[];

test.each(
  saves.flatMap(([retrier, save]) =>
    everyFault.flatMap((fault) => everyCall.map((at) => [retrier, fault, at, save] as const)),
  ),
)('a %s %s at call %i: what was saved is published by the alarm at the latest', async (retrier, fault, at, save) => {
  const world = aSumWorld();
  await addWithFault(world, ['a', 'b'], retrier, faultAt(at, fault));
  await letPass(world, seconds(60));
  await expectAllPublished(world);
  const isSaved = at > save || (at === save && (fault === 'killedAfter' || fault === 'answerLost'));
  expect(partsOf(world.publisher.published()).slice(0, 2)).toEqual(isSaved ? ['a', 'b'] : []);
  expect((await world.store.load(key))?.sequence).toBe(isSaved ? 2 : undefined);
});

test.each(everyFault.flatMap((fault) => [1, 2, 3, 4, 5].map((at) => [fault, at] as const)))(
  'a message %s at call %i: once delivered again it is done once and published',
  async (fault, at) => {
    const world = aSumWorld();
    const isDone = await addWithFault(world, ['a', 'b'], 'redelivery', faultAt(at, fault));
    expect(isDone).toBe(at > 4);
    if (!isDone) await addWithFault(world, ['a', 'b'], 'redelivery', new Faults());
    await expectAllPublished(world);
    expect(await world.store.load(key)).toMatchObject({ sequence: 2, state: { parts: ['a', 'b'] } });
  },
);

test('any number of changes with a fault in any of them are each saved once and published, in order', async () => {
  const anyChange = fc.record({
    part: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    retrier: fc.constantFrom<Retrier>('caller', 'creator', 'handOff', 'redelivery'),
    fault: fc.constantFrom(...everyFault),
    at: fc.integer({ min: 1, max: 7 }),
    pause: fc.integer({ min: 0, max: seconds(90) }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { maxLength: 8 }), async (changes) => {
      const world = aSumWorld();
      for (const { part, retrier, fault, at, pause } of changes) {
        const isDone = await addWithFault(world, [part], retrier, faultAt(at, fault));
        if (!isDone && retrier === 'redelivery') await addWithFault(world, [part], retrier, new Faults());
        await letPass(world, pause);
      }
      await letPass(world, seconds(60));
      await expectAllPublished(world);
      const stored = await world.store.load(key);
      const saved = stored?.state.parts ?? [];
      expect(new Set(saved).size).toBe(saved.length);
      expect(stored?.sequence ?? 0).toBe(saved.length);
    }),
  );
});

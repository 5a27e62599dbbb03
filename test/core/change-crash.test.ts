import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChangeOptions } from '#core/change.ts';
import { seconds } from '#core/instant.ts';
import { everyFault, Faults, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { add, changeSums, key, partsOf, type Sum, type SumPorts, sumPorts } from './sum.ts';

/** Adds the parts in an invocation of its own, in which calls fail. @returns whether it got to the end */
async function addWithFaults(ports: SumPorts, parts: readonly string[], options: ChangeOptions, faults: Faults) {
  const invocation = new Invocation(faults);
  const change = changeSums(ports, (port) => invocation.connect(port));
  return invocation
    .run(() => change(key, add(...parts), options))
    .then(
      () => true,
      () => false,
    );
}

/** Advances the clock and fires the wake-ups that come due, which publish what was left. */
async function advance(ports: SumPorts, milliseconds: number) {
  ports.time.at += milliseconds;
  const look = (state: Sum | undefined) => ({ state, events: [], outcome: undefined });
  for (const _ of ports.wakeUps.wake(ports.time.at)) await changeSums(ports)(key, look, { delivery: 'repeated' });
}

/** What was saved is published, each event with one id, and nothing else is. */
async function expectAllPublished({ store, publisher }: SumPorts) {
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

const repeated: ChangeOptions = { delivery: 'repeated' };
const everyCall = [1, 2, 3, 4, 5, 6, 7];
/** Options of a change, and which call of the first change is the save. */
const saves = [
  [{}, 3],
  [{ expectsNew: true }, 2],
  [{ publish: 'byWakeUp' }, 3],
] as const satisfies readonly (readonly [ChangeOptions, number])[];

test.each(
  saves.flatMap(([options, save]) =>
    everyFault.flatMap((fault) => everyCall.map((at) => [options, fault, at, save] as const)),
  ),
)(
  'a request with %j, %s at call %i: what was saved is published by the wake-up at the latest',
  async (options, fault, at, save) => {
    const ports = sumPorts();
    await addWithFaults(ports, ['a', 'b'], options, faultAt(at, fault));
    await advance(ports, seconds(60));
    await expectAllPublished(ports);
    const isSaved = at > save || (at === save && (fault === 'killedAfter' || fault === 'answerLost'));
    expect(partsOf(ports.publisher.published()).slice(0, 2)).toEqual(isSaved ? ['a', 'b'] : []);
    expect((await ports.store.load(key))?.sequence).toBe(isSaved ? 2 : undefined);
  },
);

test.each(everyFault.flatMap((fault) => [1, 2, 3, 4, 5, 6].map((at) => [fault, at] as const)))(
  'a message %s at call %i: delivered again, it takes effect once and is published',
  async (fault, at) => {
    const ports = sumPorts();
    const isDone = await addWithFaults(ports, ['a', 'b'], repeated, faultAt(at, fault));
    expect(isDone).toBe(at > 5);
    if (!isDone) await addWithFaults(ports, ['a', 'b'], repeated, new Faults());
    await expectAllPublished(ports);
    expect(await ports.store.load(key)).toMatchObject({ sequence: 2, state: { parts: ['a', 'b'] } });
  },
);

test('of any number of changes, each with a fault, each is saved once and published, in order', async () => {
  const anyChange = fc.record({
    part: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    options: fc.constantFrom<ChangeOptions>(...saves.map(([options]) => options), repeated, { delivery: 'last' }),
    fault: fc.constantFrom(...everyFault),
    at: fc.integer({ min: 1, max: 8 }),
    pause: fc.integer({ min: 0, max: seconds(90) }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyChange, { maxLength: 8 }), async (changes) => {
      const ports = sumPorts();
      for (const { part, options, fault, at, pause } of changes) {
        const isDone = await addWithFaults(ports, [part], options, faultAt(at, fault));
        if (!isDone && options === repeated) await addWithFaults(ports, [part], options, new Faults());
        await advance(ports, pause);
      }
      await advance(ports, seconds(60));
      await expectAllPublished(ports);
      const stored = await ports.store.load(key);
      const saved = stored?.state.parts ?? [];
      expect(new Set(saved).size).toBe(saved.length);
      expect(stored?.sequence ?? 0).toBe(saved.length);
    }),
  );
});

import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { intercept } from '#test/support/intercept.ts';
import { add, changeSums, key, recordedSums, type SumPorts, sumPorts } from './sum.ts';

const down = () => new Error('the bus is down');

/** The wake-ups that come due until then fire, in a process of their own, whether or not they fail. */
async function advanceTo(ports: SumPorts, end: number, change = changeSums(ports)) {
  ports.time.at = end;
  for (const _ of ports.wakeUps.wake(end)) await change(key, add(), { delivery: 'repeated' }).catch(() => {});
}

/** Changes of a process that dies when it calls this method. */
const dyingAt = (ports: SumPorts, method: string) =>
  changeSums(ports, (port) => intercept(port, (name, call) => (name === method ? new Promise(() => {}) : call())));

describe('people are notified once', () => {
  test('while the bus is down for half an hour, however often the outbox is published again', async () => {
    const sums = recordedSums();
    sums.failures.set('publish', down);
    await sums.change(key, add('a'));
    for (let at = 60; at <= 1800; at += 60) {
      sums.time.at = seconds(at);
      await expect(sums.change(key, add(), { delivery: 'repeated' })).rejects.toThrow('the bus is down');
    }
    expect(sums.people.parts).toEqual(['a']);
    sums.failures.clear();
    await sums.change(key, add(), { delivery: 'repeated' });
    expect(sums.people.parts).toEqual(['a']);
    expect(sums.publisher.published()).toHaveLength(1);
    expect((await sums.store.load(key))?.outbox).toEqual([]);
  });

  test('of events in an outbox that others add to while the bus is down', async () => {
    const sums = recordedSums();
    sums.failures.set('publish', down);
    for (const [n, part] of ['a', 'b', 'c'].entries()) {
      sums.time.at = minutes(n);
      await sums.change(key, add(part));
    }
    await sums.change(key, add('d'), { delivery: 'repeated' }).catch(() => {});
    expect(sums.people.parts).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of six changes at once, each by its own', async () => {
    const ports = sumPorts();
    const change = changeSums(ports);
    const parts = Array.from({ length: 6 }, (_, n) => `part ${n}`);
    await Promise.all(parts.map((part) => change(key, add(part))));
    expect(ports.people.parts.toSorted()).toEqual(parts.toSorted());
  });

  test('although the outbox cannot be cleared', async () => {
    const sums = recordedSums();
    sums.failures.set('clearOutbox', () => new Error('throttled'));
    await sums.change(key, add('a'));
    sums.failures.clear();
    await advanceTo(sums, seconds(60));
    expect(sums.people.parts).toEqual(['a']);
    expect((await sums.store.load(key))?.outbox).toEqual([]);
  });

  test('although a store that cannot clear the outbox refuses twice to record that they were', async () => {
    const ports = sumPorts();
    let refusals = 3;
    const refusing = <Port extends object>(port: Port) =>
      intercept(port, (method, call) => {
        const isLater = ports.people.parts.length > 0 && (method === 'clearOutbox' || method === 'save');
        if (!isLater || refusals === 0) return call();
        refusals -= 1;
        return Promise.reject(new Error('throttled'));
      });
    await changeSums(ports, refusing)(key, add('a'));
    expect(refusals).toBe(0);
    await advanceTo(ports, seconds(60));
    expect(ports.people.parts).toEqual(['a']);
  });
});

describe('people are notified by the next process', () => {
  test('when the one that has saved dies before it notifies them, and the wake-up is late enough to know', async () => {
    const ports = sumPorts();
    void dyingAt(ports, 'notify')(key, add('a'));
    await new Promise(setImmediate);
    expect((await ports.store.load(key))?.outbox).toHaveLength(1);
    await advanceTo(ports, seconds(60));
    expect(ports.people.parts).toEqual(['a']);
  });

  test.each([
    [seconds(20) - 1, ['b']],
    [seconds(20), ['a', 'b']],
  ])('when the one that has saved has had twenty seconds for it, here after %i ms', async (after, parts) => {
    const ports = sumPorts();
    void dyingAt(ports, 'notify')(key, add('a'));
    await new Promise(setImmediate);
    ports.time.at = after;
    await changeSums(ports)(key, add('b'));
    expect(ports.people.parts).toEqual(parts);
  });

  test('when notifying has failed', async () => {
    const sums = recordedSums();
    sums.failures.set('notify', () => new Error('no settings'));
    await sums.change(key, add('a'));
    sums.failures.clear();
    sums.time.at = 1;
    await sums.change(key, add('b'));
    expect(sums.people.parts).toEqual(['a', 'b']);
  });

  test('at once when a change leaves publishing to a wake-up', async () => {
    const ports = sumPorts();
    await changeSums(ports)(key, add('a'), { publish: 'byWakeUp' });
    expect(ports.people.parts).toEqual([]);
    await advanceTo(ports, 0);
    expect(ports.people.parts).toEqual(['a']);
    await advanceTo(ports, seconds(60));
    expect(ports.people.parts).toEqual(['a']);
  });
});

test('a change that costs nothing more: the notice is part of the save, and clearing the outbox removes it', async () => {
  const { change, calls, store } = recordedSums();
  await change(key, add('a'));
  expect(calls).toEqual(['load', 'set', 'save', 'notify', 'publish', 'clearOutbox']);
  expect(await store.load(key)).not.toHaveProperty('notice');
});

import { describe, expect, test } from '@jest/globals';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { nameOf, operations } from './foreign-calls/operations.ts';
import { callers, markerOf } from './foreign-calls/owners.ts';
import { faultOf, noCalls, playCalls } from './foreign-calls/play-calls.ts';

const callsOfCentre = 500;
const tally = noCalls();

test.each(Array.from({ length: randomRuns(8) }, (_, n) => n + 1))(
  'whoever calls whatever with whoever’s ids and tokens sees nothing of other instances and teams (seed %i)',
  async (seed) => {
    await playCalls({ seed, calls: callsOfCentre }, tally);
  },
);

test('every operation of the document was called, and nearly all of them with success', () => {
  if (tally.calls < 8 * callsOfCentre) return;
  const missing = operations.map(nameOf).filter((name) => !tally.byOperation.has(name));
  expect(missing).toEqual([]);
  const never = [...tally.byOperation].flatMap(([name, { successes }]) => (successes === 0 ? [name] : []));
  // A success by chance is rare where a request needs a value that only one answer has shown.
  expect(never.slice(Math.floor(operations.length / 10))).toEqual([]);
});

describe('what would be a leak', () => {
  const operation = operations.find((each) => nameOf(each) === 'GET /v1/api-keys');
  if (!operation) throw new Error('There is no list of keys');
  const viewerNamed = (name: string) => {
    const viewer = callers.find((each) => each.name === name);
    if (!viewer) throw new Error(`There is no caller ${name}`);
    return { viewer };
  };
  const fault = (name: string, body: unknown, status = 200, headers = {}) =>
    faultOf(operation, viewerNamed(name), { status, headers, body });

  test.each([
    ['south.all', { instanceId: 'north' }],
    ['north.team.1', { instanceId: 'north', teamId: '2' }],
    ['south.team.1', { instanceId: 'north', teamId: '1' }],
  ])('%s is not shown what is of %j', (name, owner) => {
    const told = [{ keys: [{ name: `a ${markerOf(owner)} b` }] }, markerOf(owner)];
    for (const body of told) expect(fault(name, body)).toContain('shows what is of');
    expect(fault(name, {}, 200, { link: markerOf(owner) })).toContain('shows what is of');
  });

  test('one’s own is shown, and what is of everybody in the instance', () => {
    expect(fault('north.all', markerOf({ instanceId: 'north', teamId: '2' }))).toBeUndefined();
    expect(fault('north.team.1', markerOf({ instanceId: 'north' }))).toBeUndefined();
  });

  test('a status that the document does not name is a fault, as is a fault of the server, and a success without the scope', () => {
    expect(fault('north.all', {}, 302)).toContain('the status 302');
    expect(fault('north.all', {}, 500)).toContain('the status 500');
    expect(fault('north.read', {}, 200)).toContain('without the scope keys:admin');
    expect(fault('north.read', {}, 403)).toBeUndefined();
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { aFolder } from '../support/a-folder.ts';

function aSeedFile(text: string): string {
  const file = join(aFolder(), 'seed.json');
  writeFileSync(file, text);
  return file;
}

test("the demo's seed has the agents of the CCAI page, signed in", () => {
  const [demo] = readSeed().instances;
  expect(demo?.keys.map(({ keyId, secret }) => `${keyId}:${secret}`)).toEqual(['demo:demo-secret']);
  expect(demo?.agents.map(({ agentId, session }) => [agentId, session?.status])).toEqual([
    ['11', 'lunch'],
    ['12', 'Unavailable'],
    ['13', 'Break'],
  ]);
});

test('every problem of a seed file is reported with its path', () => {
  const agent = {
    agentId: '',
    name: 'A',
    email: 'a@b',
    agentNumber: '1',
    session: { status: 'x', statusType: 'AWAY', ipAddress: '300.1.1.1' },
  };
  const file = aSeedFile(
    JSON.stringify({
      instances: [
        { instanceId: 'demo', keys: [{ keyId: 'k', secret: 's', scopes: ['all'] }], agents: [agent], more: 1 },
      ],
    }),
  );
  for (const path of [
    'instances.0.keys.0.scopes.0: ',
    'instances.0.agents.0.agentId: ',
    'agents.0.session.statusType: ',
    'agents.0.session.ipAddress: ',
    'instances.0: Unrecognized key: "more"',
  ]) {
    expect(() => readSeed(file)).toThrow(path);
  }
});

test('the id of a key is unique in all instances and consists of characters that can be sent', () => {
  const key = (keyId: string) => ({ keyId, secret: 's', scopes: [] });
  const file = aSeedFile(
    JSON.stringify({
      instances: [
        { instanceId: 'a', keys: [key('k1')] },
        { instanceId: 'b', keys: [key('k1'), key('k:2')] },
      ],
    }),
  );
  expect(() => readSeed(file)).toThrow('instances.1.keys.1.keyId: Must be 1 to 64 letters, digits, dots, _ and -');
  const twice = aSeedFile(
    JSON.stringify({
      instances: [
        { instanceId: 'a', keys: [key('k1')] },
        { instanceId: 'b', keys: [key('k1')] },
      ],
    }),
  );
  expect(() => readSeed(twice)).toThrow('instances.1.keys.0.keyId: There is another key k1');
});

test('a seed file that is not JSON, or does not exist, is refused by its name', () => {
  const file = aSeedFile('{');
  expect(() => readSeed(file)).toThrow(`Seed file ${file} cannot be read`);
  expect(() => readSeed('/nowhere/seed.json')).toThrow('Seed file /nowhere/seed.json cannot be read');
});

test('agents are called by their user ids or by their usernames in all instances of a seed', () => {
  const instanceArn = (n: number) => `arn:aws:connect:eu-central-1:111122223333:instance/${idOf(n)}`;
  const idOf = (n: number) => `8a6e3c52-1111-4c3b-9d2e-5b7a9c0d1e2${n}`;
  const seedOf = (...agentIds: (string | undefined)[]) =>
    aSeedFile(
      JSON.stringify({
        instances: agentIds.map((each, n) => ({
          instanceId: idOf(n),
          connect: { instanceArn: instanceArn(n), agentIds: each },
        })),
      }),
    );
  expect(readSeed(seedOf('username', 'username')).instances[1]?.connect?.agentIds).toBe('username');
  expect(readSeed(seedOf(undefined, 'username')).instances[0]?.connect?.agentIds).toBeUndefined();
  expect(() => readSeed(seedOf('email'))).toThrow('instances.0.connect.agentIds');
});

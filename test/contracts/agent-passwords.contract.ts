import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AgentPasswords } from '#core/agent-clients/ports.ts';
import { minutes, seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../support/agents.ts';

const ann = { instanceId: 'demo', agentId: '101' };
const locked = minutes(15);

/** What every AgentPasswords promises. */
export function agentPasswordsContract(open: () => Promise<AgentPasswords>) {
  async function opened() {
    const passwords = await open();
    await passwords.put(ann, 'hash-1');
    return passwords;
  }

  /** The answers to so many attempts, a second apart. */
  async function attempts(passwords: AgentPasswords, count: number, from = someDay) {
    const answers = [];
    for (let n = 0; n < count; n += 1) answers.push(await passwords.attempt(ann, from + seconds(n)));
    return answers;
  }

  test('gives each agent a password of its own', async () => {
    const passwords = await opened();
    await passwords.put({ ...ann, instanceId: 'other' }, 'hash-2');
    expect(await passwords.attempt(ann, someDay)).toBe('hash-1');
    expect(await passwords.attempt({ ...ann, instanceId: 'other' }, someDay)).toBe('hash-2');
    expect(await passwords.attempt({ ...ann, agentId: '102' }, someDay)).toBeUndefined();
  });

  test('replaces a password', async () => {
    const passwords = await opened();
    await passwords.put(ann, 'hash-2');
    expect(await passwords.attempt(ann, someDay)).toBe('hash-2');
  });

  describe('an agent', () => {
    test('is locked after five attempts, for fifteen minutes after the latest', async () => {
      const passwords = await opened();
      expect(await attempts(passwords, 7)).toEqual([...Array(5).fill('hash-1'), undefined, undefined]);
      const latest = someDay + seconds(4);
      expect(await passwords.attempt(ann, latest + locked - 1)).toBeUndefined();
      expect(await attempts(passwords, 6, latest + locked)).toEqual([...Array(5).fill('hash-1'), undefined]);
    });

    test('without a password gets no hash, and has all attempts once there is a password', async () => {
      const passwords = await open();
      expect(await attempts(passwords, 6)).toEqual(Array(6).fill(undefined));
      await passwords.put(ann, 'hash-1');
      expect(await attempts(passwords, 6)).toEqual([...Array(5).fill('hash-1'), undefined]);
    });

    test('has all attempts again after a success', async () => {
      const passwords = await opened();
      await attempts(passwords, 4);
      await passwords.succeeded(ann);
      expect(await attempts(passwords, 6)).toEqual([...Array(5).fill('hash-1'), undefined]);
    });

    test('who is locked is unlocked by a new password', async () => {
      const passwords = await opened();
      await attempts(passwords, 5);
      await passwords.put(ann, 'hash-2');
      expect(await passwords.attempt(ann, someDay)).toBe('hash-2');
    });

    test('is locked without an effect on others', async () => {
      const passwords = await opened();
      await passwords.put({ ...ann, agentId: '102' }, 'hash-2');
      await attempts(passwords, 5);
      expect(await passwords.attempt({ ...ann, agentId: '102' }, someDay)).toBe('hash-2');
      await passwords.succeeded({ ...ann, agentId: '102' });
      expect(await passwords.attempt(ann, someDay)).toBeUndefined();
    });
  });

  test('a success of an agent without a password gives the agent none', async () => {
    const passwords = await open();
    await passwords.succeeded(ann);
    expect(await passwords.attempt(ann, someDay)).toBeUndefined();
  });

  test('of many simultaneous attempts five get the hash, before a lock and after it', async () => {
    const passwords = await opened();
    for (const at of [someDay, someDay + locked]) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => passwords.attempt(ann, at)));
      const tried = answers.filter((answer) => answer === 'hash-1').length;
      expect(tried).toBeGreaterThanOrEqual(1);
      expect(tried + (await attempts(passwords, 5, at)).filter((answer) => answer === 'hash-1').length).toBe(5);
    }
  });

  test('no agent has more than five attempts in fifteen minutes, whenever they are made', async () => {
    const passwords = await opened();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(minutes(10)), { maxLength: 25 }), async (gaps) => {
        await passwords.put(ann, 'hash-1');
        const tried: number[] = [];
        let at = someDay;
        for (const gap of gaps) {
          at += gap;
          if ((await passwords.attempt(ann, at)) !== undefined) tried.push(at);
        }
        for (const [n, sixth] of tried.slice(5).entries()) {
          expect(sixth - (tried[n] ?? 0)).toBeGreaterThanOrEqual(locked);
        }
      }),
      { numRuns: randomRuns(15) },
    );
  });
}

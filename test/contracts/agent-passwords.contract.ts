import { expect, test } from '@jest/globals';
import type { AgentPasswords } from '#core/agent-clients/ports.ts';

const ann = { instanceId: 'demo', agentId: '101' };

/** What every AgentPasswords promises. */
export function agentPasswordsContract(open: () => Promise<AgentPasswords>) {
  test('gives each agent a password of its own', async () => {
    const passwords = await open();
    await passwords.put(ann, 'hash-1');
    await passwords.put({ ...ann, instanceId: 'other' }, 'hash-2');
    expect(await passwords.find(ann)).toBe('hash-1');
    expect(await passwords.find({ ...ann, instanceId: 'other' })).toBe('hash-2');
    expect(await passwords.find({ ...ann, agentId: '102' })).toBeUndefined();
  });

  test('replaces a password', async () => {
    const passwords = await open();
    await passwords.put(ann, 'hash-1');
    await passwords.put(ann, 'hash-2');
    expect(await passwords.find(ann)).toBe('hash-2');
  });
}

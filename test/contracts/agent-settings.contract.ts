import { expect, test } from '@jest/globals';
import type { AgentSettingsStore } from '#core/sessions/ports.ts';

/** What every AgentSettingsStore promises. */
export function agentSettingsContract(open: () => Promise<AgentSettingsStore>) {
  test('knows nothing of an instance that has chosen nothing', async () => {
    expect(await (await open()).load('demo')).toBeUndefined();
  });

  test('loads settings as they were saved, for each instance its own', async () => {
    const store = await open();
    await store.save('demo', { contactGraceSeconds: 30 });
    await store.save('other', { contactGraceSeconds: 'off' });
    expect(await store.load('demo')).toEqual({ contactGraceSeconds: 30 });
    expect(await store.load('other')).toEqual({ contactGraceSeconds: 'off' });
    await store.save('demo', { contactGraceSeconds: 0 });
    expect(await store.load('demo')).toEqual({ contactGraceSeconds: 0 });
  });
}

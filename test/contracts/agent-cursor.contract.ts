import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everyAddress } from '#core/agents/ip-range.ts';
import { type AgentDirectory, type AgentStore, BadCursorError } from '#core/agents/ports.ts';
import { aRange, online, stored } from '../support/agents.ts';

/** What every AgentDirectory promises of its cursors. */
export function agentCursorContract(open: () => Promise<{ store: AgentStore; directory: AgentDirectory }>) {
  test('a cursor is valid for no other list and no other instance', async () => {
    const agents = ['ann', 'bob'].map((agentId) => online(agentId, { teamIds: ['support', 'sales'] }));
    const others = agents.map((agent) => ({ ...agent, instanceId: 'other' }));
    const { store, directory } = await open();
    for (const agent of [...agents, ...others]) await store.save(stored(agent), undefined);
    const groups = [{ teamId: 'support' }, { ipRange: aRange('10.0.0.1') }] as const;
    const [ofTeam, ofRange] = await Promise.all(
      groups.map(async (group) => (await directory.signedIn('demo', group, { limit: 1 })).cursor ?? ''),
    );
    const refused = [
      ['other', groups[0], ofTeam],
      ['other', groups[1], ofRange],
      ['demo', groups[0], ofRange],
      ['demo', groups[1], ofTeam],
      ['demo', { teamId: 'sales' }, ofTeam],
      ['demo', { ipRange: aRange('10.0.0.2', '10.0.0.9') }, ofRange],
    ] as const;
    for (const [instanceId, group, cursor = ''] of refused) {
      await expect(directory.signedIn(instanceId, group, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    }
  });

  test('a cursor of everybody is valid for no other list and no other instance', async () => {
    const { store, directory } = await open();
    for (const agentId of ['ann', 'bob']) await store.save(stored(online(agentId, { teamIds: ['t'] })), undefined);
    const first = async (group: { teamId?: string }) =>
      (await directory.everybody('demo', group, { limit: 1 })).cursor ?? '';
    const [ofAll, ofTeam] = [await first({}), await first({ teamId: 't' })];
    for (const [instanceId, group, cursor] of [
      ['other', {}, ofAll],
      ['demo', { teamId: 't' }, ofAll],
      ['demo', {}, ofTeam],
      ['demo', { teamId: 'u' }, ofTeam],
    ] as const) {
      await expect(directory.everybody(instanceId, group, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    }
  });

  test('text that is no cursor is refused', async () => {
    const { directory } = await open();
    const noCursor = fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(noCursor, fc.constantFrom({ teamId: 't' }, { ipRange: everyAddress }), async (cursor, group) => {
        await expect(directory.signedIn('demo', group, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
      }),
    );
  });
}

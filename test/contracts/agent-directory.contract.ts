import { expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { everyAddress } from '#core/agents/ip-range.ts';
import type { AgentDirectory, AgentStore, Group } from '#core/agents/ports.ts';
import { anAgent, aRange, online, stored } from '../support/agents.ts';
import { agentCursorContract } from './agent-cursor.contract.ts';

interface Opened {
  readonly store: AgentStore;
  readonly directory: AgentDirectory;
}

/**
 * What every AgentDirectory promises about the agents in its AgentStore.
 *
 * @param catchUp lets a directory that lags behind show everything that has been saved. @default - it does not lag
 */
export function agentDirectoryContract(open: () => Promise<Opened>, catchUp = async () => {}) {
  agentCursorContract(open);

  /** A directory with these agents. An agent that is given twice is saved twice. */
  async function opened(...agents: readonly Agent[]) {
    const { store, directory } = await open();
    for (const agent of agents) await save(store, agent);
    return { store, directory };
  }

  async function save(store: AgentStore, agent: Agent) {
    const previous = await store.load(agent);
    await store.save(stored(agent, { version: (previous?.version ?? 0) + 1 }), previous);
    await catchUp();
  }

  async function everybody(directory: AgentDirectory, group: Group, limit = 100) {
    const pages: (readonly string[])[] = [];
    let cursor: string | undefined;
    do {
      const page = await directory.signedIn('demo', group, { limit, ...(cursor !== undefined && { cursor }) });
      expect(page.agentIds.length).toBeLessThanOrEqual(limit);
      pages.push(page.agentIds);
      cursor = page.cursor;
    } while (cursor !== undefined && pages.length < 200);
    return pages.flat();
  }

  test('a team consists of its members who are signed in', async () => {
    const { directory } = await opened(
      online('ann', { teamIds: ['support'] }),
      online('bob', { teamIds: ['sales', 'support'] }),
      online('cy', { teamIds: ['sales'] }),
      anAgent({ agentId: 'dee', teamIds: ['support'] }),
    );
    expect(await everybody(directory, { teamId: 'support' })).toEqual(['ann', 'bob']);
    expect(await everybody(directory, { teamId: 'nobody' })).toEqual([]);
  });

  test('a team follows every change of a profile, also when an agent returns to it', async () => {
    const { store, directory } = await opened(online('ann', { teamIds: ['support'] }));
    const support = { teamId: 'support' };
    await save(store, online('ann', { teamIds: ['sales'] }));
    expect(await everybody(directory, support)).toEqual([]);
    expect(await everybody(directory, { teamId: 'sales' })).toEqual(['ann']);
    await save(store, online('ann', { teamIds: ['support', 'sales'] }));
    expect(await everybody(directory, support)).toEqual(['ann']);
    await save(store, anAgent({ agentId: 'ann', teamIds: ['support', 'sales'] }));
    expect(await everybody(directory, support)).toEqual([]);
    await save(store, online('ann', { teamIds: ['support', 'sales'] }));
    expect(await everybody(directory, support)).toEqual(['ann']);
  });

  test('a save that was refused changes no team', async () => {
    const { store, directory } = await opened(online('ann', { teamIds: ['support'] }), online('ann'));
    await expect(store.save(stored(online('ann', { teamIds: ['support'] })), undefined)).rejects.toThrow();
    expect(await everybody(directory, { teamId: 'support' })).toEqual([]);
  });

  test('everybody of an instance is there, signed in or not, in pages of any size', async () => {
    const { store, directory } = await opened(
      anAgent({ agentId: 'dee', teamIds: ['support'] }),
      anAgent({ agentId: 'AGENT', teamIds: ['support', 'sales'] }),
      online('ann', { teamIds: ['support'] }),
      online('eve', { teamIds: ['support'], instanceId: 'other' }),
      online('eve', { teamIds: ['support'], instanceId: 'dem' }),
    );
    const all = async (group: { teamId?: string }, limit: number) => {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await directory.everybody('demo', group, { limit, ...(cursor !== undefined && { cursor }) });
        ids.push(...page.agentIds);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return ids;
    };
    for (const limit of [1, 2, 100]) {
      expect(await all({}, limit)).toEqual(['AGENT', 'ann', 'dee']);
      expect(await all({ teamId: 'support' }, limit)).toEqual(['AGENT', 'ann', 'dee']);
      expect(await all({ teamId: 'sales' }, limit)).toEqual(['AGENT']);
    }
    await save(store, online('dee'));
    expect(await all({}, 100)).toEqual(['AGENT', 'ann', 'dee']);
  });

  test('a range includes its two ends and what is between', async () => {
    const { directory } = await opened(
      online('a', { from: '10.0.0.9' }),
      online('b', { from: '10.0.0.10' }),
      online('c', { from: '10.0.0.99' }),
      online('d', { from: '10.0.1.0' }),
      online('e', { from: '10.0.1.1' }),
    );
    expect(await everybody(directory, { ipRange: aRange('10.0.0.10', '10.0.1.0') })).toEqual(['b', 'c', 'd']);
    expect(await everybody(directory, { ipRange: aRange('10.0.0.11', '10.0.0.98') })).toEqual([]);
  });

  test('a mapped address is the same as the IPv4 address, and IPv6 is separate', async () => {
    const { directory } = await opened(
      online('four', { from: '10.0.0.7' }),
      online('mapped', { from: '::ffff:10.0.0.7' }),
      online('six', { from: '2001:db8::7' }),
      online('neighbour', { from: '2001:db8::8' }),
    );
    expect((await everybody(directory, { ipRange: aRange('::ffff:10.0.0.7') })).toSorted()).toEqual(['four', 'mapped']);
    expect(await everybody(directory, { ipRange: aRange('2001:db8::', '2001:db8::7') })).toEqual(['six']);
    expect(await everybody(directory, { ipRange: everyAddress })).toHaveLength(4);
  });

  test('an agent leaves a range by signing out and by moving to another address', async () => {
    const { store, directory } = await opened(online('ann'), online('bob'));
    const ipRange = aRange('10.0.0.1');
    await save(store, anAgent({ agentId: 'ann' }));
    await save(store, online('bob', { from: '10.0.0.2' }));
    expect(await everybody(directory, { ipRange })).toEqual([]);
    await save(store, online('ann'));
    expect(await everybody(directory, { ipRange })).toEqual(['ann']);
  });

  test('pages contain every agent once, whatever the limit', async () => {
    const team = Array.from({ length: 23 }, (_, n) => `agent-${n}`);
    const { directory } = await opened(
      ...team.map((agentId, n) => online(agentId, { teamIds: ['support'], from: `10.0.0.${n % 5}` })),
      ...team.slice(0, 7).map((agentId) => anAgent({ agentId: `off-${agentId}`, teamIds: ['support'] })),
    );
    for (const limit of [1, 2, 5, 22, 23, 24]) {
      for (const group of [{ teamId: 'support' }, { ipRange: aRange('10.0.0.0', '10.0.0.4') }]) {
        expect((await everybody(directory, group, limit)).toSorted()).toEqual(team.toSorted());
      }
    }
  });

  test('never shows agents of another instance', async () => {
    const { directory } = await opened(online('spy', { instanceId: 'other', teamIds: ['support'] }));
    expect(await everybody(directory, { teamId: 'support' })).toEqual([]);
    expect(await everybody(directory, { ipRange: everyAddress })).toEqual([]);
    expect((await directory.find('demo', ['spy'])).agents).toEqual([]);
  });

  test('finds those of up to 100 agents that exist, in the order of the request and each once', async () => {
    const named = Array.from({ length: 98 }, (_, n) => anAgent({ agentId: `agent-${n}` }));
    const { directory } = await opened(...named, online('ann'));
    const ids = [...named.map(({ agentId }) => agentId).reverse(), 'nobody', 'agent-97', 'ann'];
    const agents = [...named.toReversed(), online('ann')];
    expect(await directory.find('demo', ids)).toEqual({ agents, unreadable: [] });
    expect(await directory.find('demo', [])).toEqual({ agents: [], unreadable: [] });
  });
}

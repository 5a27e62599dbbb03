import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '#core/agents/agent.ts';
import type { AgentFilter } from '#core/agents/list-agents.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { aContact, anAddress, anAgent, aRange, aSession, online } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';

const staff = [
  anAgent({
    agentId: 'ann',
    teamIds: ['t1'],
    session: aSession({ status: 'lunch', ipAddress: anAddress('10.0.0.1') }),
  }),
  online('bob', { teamIds: ['t1', 't2'], from: '10.0.0.2' }),
  anAgent({
    agentId: 'cat',
    teamIds: ['t2'],
    session: aSession({ contacts: [aContact('c1')], ipAddress: anAddress('2001:db8::1') }),
  }),
  anAgent({ agentId: 'dan', teamIds: ['t1'] }),
  online('eve', { teamIds: ['t1'], instanceId: 'other' }),
];

/** The ids on each page, from the first to the last. */
async function pagesOf(filter: AgentFilter, limit: number, agents = staff) {
  const { listAgents } = makeUseCases(await memoryPorts(agents));
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listAgents('demo', filter, { limit, ...(cursor !== undefined && { cursor }) });
    pages.push(page.agents.map(({ agentId }) => agentId));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe('the list of everybody', () => {
  test.each<[string, AgentFilter, readonly string[]]>([
    ['nothing', {}, ['ann', 'bob', 'cat', 'dan']],
    ['team', { teamId: 't1' }, ['ann', 'bob', 'dan']],
    ['status shown', { status: 'Offline' }, ['dan']],
    ['being signed out', { signedIn: false }, ['dan']],
    ['being signed out and team', { signedIn: false, teamId: 't2' }, []],
    ['a status in other letters', { status: 'Lunch' }, []],
    ['what nobody can be', { signedIn: true, status: 'Offline' }, []],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect((await pagesOf(filter, 100)).flat()).toEqual(expected);
    expect((await pagesOf(filter, 1)).flat()).toEqual(expected);
  });
});

describe('the list of signed-in agents', () => {
  test.each<[string, AgentFilter, readonly string[]]>([
    ['nothing', { signedIn: true }, ['ann', 'bob', 'cat']],
    ['team', { signedIn: true, teamId: 't1' }, ['ann', 'bob']],
    ['status shown', { status: 'In-call' }, ['cat']],
    ['address', { ipRange: aRange('10.0.0.2', '10.0.0.9') }, ['bob']],
    ['all of them', { teamId: 't1', status: 'lunch', ipRange: aRange('10.0.0.0', '10.0.0.9') }, ['ann']],
    ['what matches nobody', { teamId: 't1', status: 'In-call' }, []],
  ])('is filtered by %s', async (_, filter, expected) => {
    const listed = (await pagesOf(filter, 100)).flat();
    expect(listed.toSorted()).toEqual(expected);
  });

  test.each<[string, AgentFilter, Agent]>([
    ['who has signed out', { signedIn: true }, anAgent({ agentId: 'bob' })],
    ['who has left the team', { signedIn: true, teamId: 't1' }, online('bob', { teamIds: ['t2'] })],
    ['who has moved', { ipRange: aRange('10.9.0.0', '10.9.0.9') }, online('bob', { from: '10.0.0.1' })],
  ])('leaves out an agent %s, even if the index still finds that agent', async (_, filter, bob) => {
    const ports = await memoryPorts([bob, online('ann', { teamIds: ['t1'], from: '10.9.0.1' })]);
    const directory = { ...ports.directory, signedIn: async () => ({ agentIds: ['bob', 'ann'] }) };
    const { agents } = await makeUseCases({ ...ports, directory }).listAgents('demo', filter, { limit: 10 });
    expect(agents.map(({ agentId }) => agentId)).toEqual(['ann']);
  });

  test('is read to its end by its cursors: no agent twice, no agent missed, no page too long', async () => {
    const anyStaff = fc.array(fc.record({ isOnline: fc.boolean(), isAtLunch: fc.boolean(), inTeam: fc.boolean() }), {
      maxLength: 60,
    });
    const anyFilter = fc.record(
      { signedIn: fc.boolean(), teamId: fc.constant('t1'), status: fc.constantFrom('lunch', 'Offline') },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(anyStaff, anyFilter, fc.integer({ min: 1, max: 7 }), async (drawn, filter, limit) => {
        const agents = drawn.map(({ isOnline, isAtLunch, inTeam }, index) =>
          anAgent({
            agentId: `agent-${index}`,
            teamIds: inTeam ? ['t1'] : [],
            ...(isOnline && { session: aSession({ status: isAtLunch ? 'lunch' : 'Available' }) }),
          }),
        );
        const expected = drawn.flatMap(({ isOnline, isAtLunch, inTeam }, index) => {
          const status = !isOnline ? 'Offline' : isAtLunch ? 'lunch' : 'Available';
          const isMeant = isOnline === (filter.signedIn ?? isOnline) && status === (filter.status ?? status);
          return isMeant && (!filter.teamId || inTeam) ? [`agent-${index}`] : [];
        });
        const pages = await pagesOf(filter, limit, agents);
        expect(pages.flat().toSorted()).toEqual(expected.toSorted());
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('has no more agents on a page than asked for, if a second look-up completes the page', async () => {
    const lunch = ['ann', 'cat', 'dan'].map((agentId) => anAgent({ agentId, session: aSession({ status: 'lunch' }) }));
    const found = [['ann', 'bob'], ['cat', 'dan'], []];
    const limits: number[] = [];
    const ports = await memoryPorts([...lunch, online('bob')]);
    const directory: AgentDirectory = {
      ...ports.directory,
      async signedIn(_, __, { limit, cursor = '0' }) {
        limits.push(limit);
        return { agentIds: found[Number(cursor)]?.slice(0, limit) ?? [], cursor: String(Number(cursor) + 1) };
      },
    };
    const { listAgents } = makeUseCases({ ...ports, directory });
    const { agents } = await listAgents('demo', { status: 'lunch' }, { limit: 2 });
    expect(agents.map(({ agentId }) => agentId)).toEqual(['ann', 'cat']);
    expect(limits).toEqual([2, 1]);
  });

  test('looks up only the team, if it is filtered by one', async () => {
    const groups: unknown[] = [];
    const ports = await memoryPorts(staff);
    const directory: AgentDirectory = {
      ...ports.directory,
      signedIn(instanceId, group, page) {
        groups.push(group);
        return ports.directory.signedIn(instanceId, group, page);
      },
    };
    const ipRange = aRange('10.0.0.0', '10.0.0.9');
    await makeUseCases({ ...ports, directory }).listAgents('demo', { teamId: 't1', ipRange }, { limit: 10 });
    expect(groups).toEqual([{ teamId: 't1' }]);
  });

  test('gives a short page with a cursor rather than search long for a rare status', async () => {
    const many = Array.from({ length: 100 }, (_, index) => online(`agent-${100 + index}`));
    const last = anAgent({ agentId: 'zoe', session: aSession({ status: 'lunch' }) });
    const pages = await pagesOf({ status: 'lunch' }, 1, [...many, last]);
    expect(pages).toEqual([[], [], [], [], [], ['zoe']]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Agent, AgentKey } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { findFew, onlyOne, withNamed } from '#core/forced-logouts/find-few.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { anAgent, aRange, aSession, someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const here = (agentId: string, overrides: Partial<Agent> & { teamIds?: readonly string[] } = {}) =>
  anAgent({ agentId, session: aSession(), ...overrides });
const atLunch = { session: aSession({ status: 'lunch' }) };

interface Centre {
  /** Agents whom the index shows in team `t1`, wherever they are. */
  readonly index?: readonly string[];
  readonly damaged?: readonly string[];
}

async function find(
  staff: readonly Agent[],
  lists: Partial<Selector>,
  { index, damaged = [], ...search }: Centre & Partial<Parameters<typeof findFew>[1]> = {},
) {
  const { directory } = await memoryPorts(staff);
  const isReadable = ({ agentId }: AgentKey) => !damaged.includes(agentId);
  const stale: AgentDirectory = {
    ...directory,
    signedIn: async (...asked) => (index ? { agentIds: index } : directory.signedIn(...asked)),
    async find(instanceId, asked) {
      const { agents } = await directory.find(instanceId, asked);
      return { agents: agents.filter(isReadable), unreadable: asked.filter((agentId) => damaged.includes(agentId)) };
    },
  };
  const selector = aSelector(lists);
  const found = await findFew(stale, { instanceId: 'demo', selector, most: 3, now: someDay, ...search });
  if (found === 'many') return 'many';
  const { signedIn, signedOut, groups, excluded } = found;
  return { in: [...signedIn.keys()], out: signedOut.map(({ agentId }) => agentId), groups, excluded: [...excluded] };
}

describe('agents who are named', () => {
  const staff = [here('ann', atLunch), here('bob'), anAgent({ agentId: 'out' })];
  const named = { agentIds: ['ann', 'bob', 'out', 'none'] };

  test('are told apart by whether they are signed in', async () => {
    expect(await find(staff, named)).toEqual({ in: ['ann', 'bob'], out: ['out', 'none'], groups: [], excluded: [] });
  });

  test('may be signed in if they cannot be read', async () => {
    expect(await find(staff, named, { damaged: ['out'] })).toMatchObject({ in: ['ann', 'bob', 'out'], out: ['none'] });
  });

  test('are those who fulfil the conditions, and those who are not known', async () => {
    const conditions = { statuses: ['lunch'] };
    expect(await find(staff, { ...named, conditions })).toMatchObject({ in: ['ann'], out: ['none'] });
    const keepsNamed = true;
    expect(await find(staff, { ...named, conditions }, { keepsNamed })).toMatchObject({
      in: ['ann', 'bob'],
      out: ['out', 'none'],
    });
  });

  test('are none who are excluded, by id or by a team', async () => {
    const exclude = { agentIds: ['ann', 'none', 'other'], teamIds: ['t2'] };
    const some = [...staff, here('cy', { teamIds: ['t2'] })];
    const agentIds = [...named.agentIds, 'cy'];
    expect(await find(some, { agentIds, conditions: { exclude } })).toMatchObject({
      in: ['bob'],
      out: ['out'],
      excluded: ['ann', 'none', 'cy'],
    });
  });

  test('are looked up a hundred at a time, as long as they are not too many', async () => {
    const many = agentIds(230);
    const out = many.map((agentId) => anAgent({ agentId }));
    expect(await find(out, { agentIds: many })).toMatchObject({ in: [], out: many });
    const last = [...out.slice(0, 228), ...['agent-228', 'agent-229'].map((agentId) => here(agentId))];
    expect(await find(last, { agentIds: many })).toMatchObject({ in: ['agent-228', 'agent-229'] });
    expect(
      await find(
        many.map((agentId) => here(agentId)),
        { agentIds: many },
      ),
    ).toBe('many');
  });
});

describe('agents of a group', () => {
  const four = agentIds(4);

  test('are not too many because an index is late', async () => {
    const staff = four.map((agentId, n) =>
      n === 0 ? anAgent({ agentId, teamIds: ['t1'] }) : here(agentId, { teamIds: ['t1'] }),
    );
    expect(await find(staff, { teamIds: ['t1'] }, { index: four })).toMatchObject({ in: four.slice(1) });
    const moved = four.map((agentId, n) => here(agentId, { teamIds: [n === 0 ? 't2' : 't1'] }));
    expect(await find(moved, { teamIds: ['t1'] }, { index: four })).toMatchObject({ in: four.slice(1) });
    const all = four.map((agentId) => here(agentId, { teamIds: ['t1'] }));
    expect(await find(all, { teamIds: ['t1'] }, { index: four })).toBe('many');
  });

  test('are as many if they cannot be read, or are skipped', async () => {
    const all = four.map((agentId) => here(agentId, { teamIds: ['t1'] }));
    expect(await find(all, { teamIds: ['t1'] }, { damaged: ['agent-0'] })).toBe('many');
    const isProtected = all.map((agent) => ({ ...agent, profile: { ...agent.profile, protected: true } }));
    expect(await find(isProtected, { teamIds: ['t1'] })).toBe('many');
  });

  test('are looked up a hundred at a time when there are more', async () => {
    const many = agentIds(230);
    const inTeam = (agentId: string, n: number) => (n < 2 ? here(agentId, { teamIds: ['t1'] }) : anAgent({ agentId }));
    expect(await find(many.map(inTeam), { teamIds: ['t1'] }, { index: many })).toMatchObject({
      in: ['agent-0', 'agent-1'],
    });
  });

  test('are listed by each group that has them, and excluded from all of them', async () => {
    const staff = [
      here('ann', { teamIds: ['t1', 't2'] }),
      here('bob', { teamIds: ['t2'] }),
      here('cy', { teamIds: ['t1'] }),
    ];
    const exclude = { agentIds: ['cy'], teamIds: [] };
    const lists = { teamIds: ['t1', 't2'], ipRanges: [aRange('10.0.0.1')], conditions: { exclude } };
    expect(await find(staff, lists)).toEqual({
      in: ['ann', 'bob'],
      out: [],
      groups: [
        { by: { teamId: 't1' }, agentIds: ['ann'] },
        { by: { teamId: 't2' }, agentIds: ['ann', 'bob'] },
        { by: { ipAddress: '10.0.0.1-10.0.0.1' }, agentIds: ['ann', 'bob'] },
      ],
      excluded: ['cy'],
    });
  });
});

test('agents who are named are asked for in a backend, each once', () => {
  const signedIn = new Map([['ann', { teamId: 't1' }]]);
  const signedOut = ['ann', 'bob'].map((agentId) => ({ agentId, agent: undefined }));
  expect(withNamed({ signedIn, signedOut, groups: [], excluded: new Set() })).toEqual({
    signedIn: new Map<string, unknown>([
      ['ann', { teamId: 't1' }],
      ['bob', { agentId: 'bob' }],
    ]),
    signedOut: [],
    groups: [],
    excluded: new Set(),
  });
});

test('one agent alone who is named and not excluded needs no look-up', () => {
  const ann = { signedIn: new Map([['ann', { agentId: 'ann' }]]), signedOut: [], groups: [], excluded: new Set() };
  const exclude = { agentIds: ['bob'], teamIds: [] };
  expect(onlyOne(aSelector({ agentIds: ['ann'] }))).toEqual(ann);
  expect(onlyOne(aSelector({ agentIds: ['ann'], conditions: { exclude } }))).toEqual(ann);
  for (const lists of [
    {},
    { agentIds: ['ann', 'bob'] },
    { agentIds: ['ann'], teamIds: ['t1'] },
    { agentIds: ['bob'], conditions: { exclude } },
  ])
    expect(onlyOne(aSelector(lists))).toBeUndefined();
});

import { describe, expect, test } from '@jest/globals';
import type { Agent, AgentKey } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { makeSurvey } from '#core/forced-logouts/survey.ts';
import { seconds } from '#core/instant.ts';
import { anAgent, aRange, aSession, someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

const here = (agentId: string, teamIds: readonly string[] = []) => anAgent({ agentId, teamIds, session: aSession() });
const away = (agentId: string, teamIds: readonly string[] = []) => anAgent({ agentId, teamIds });
const loadingAPage = (agentId: string, teamIds: readonly string[]) => ({
  ...away(agentId, teamIds),
  leftSession: { session: { ...aSession(), lease: { seconds: 60, lastSeenAt: someDay } }, endedAt: someDay },
});

/** A centre at some day, where each look-up takes a second and some agents cannot be read. */
async function aCentre(staff: readonly Agent[], damaged: readonly string[] = []) {
  const time = { at: someDay };
  const ports = await memoryPorts(staff, { now: () => someDay });
  const lookups: string[] = [];
  const isReadable = ({ agentId }: AgentKey) => !damaged.includes(agentId);
  const readable: AgentDirectory = {
    ...ports.directory,
    async find(instanceId, asked) {
      const { agents } = await ports.directory.find(instanceId, asked);
      return { agents: agents.filter(isReadable), unreadable: asked.filter((agentId) => damaged.includes(agentId)) };
    },
  };
  const directory = intercept(readable, (method, call) => {
    lookups.push(method);
    time.at += seconds(1);
    return call();
  });
  const survey = makeSurvey({ directory, clock: { now: () => someDay }, workClock: { now: () => time.at } });
  return {
    lookups,
    survey: (lists: Partial<Selector>, within = seconds(100)) =>
      survey({ instanceId: 'demo', selector: aSelector(lists), until: someDay + within }),
  };
}

describe('everybody whom a selector may mean', () => {
  test('is found once, by the first entry, and those who are named and out come last', async () => {
    const staff = [
      away('out'),
      here('ann', ['t1']),
      here('bob', ['t1', 't2']),
      here('cy', ['t2']),
      away('dee', ['t1']),
      loadingAPage('eve', ['t2']),
      here('fay'),
    ];
    const { survey } = await aCentre(staff, ['bad']);
    const found = await survey({
      agentIds: ['out', 'bad', 'none', 'bob', 'bob'],
      teamIds: ['t1', 't2'],
      ipRanges: [aRange('10.0.0.1')],
    });
    expect(found.candidates.map(({ agentId, entry }) => [agentId, entry])).toEqual([
      ['bad', { agentId: 'bad' }],
      ['bob', { agentId: 'bob' }],
      ['ann', { teamId: 't1' }],
      ['cy', { teamId: 't2' }],
      ['eve', { teamId: 't2' }],
      ['fay', { ipAddress: '10.0.0.1-10.0.0.1' }],
      ['out', { agentId: 'out' }],
      ['none', { agentId: 'none' }],
    ]);
    expect(found.candidates[0]).toStrictEqual({ agentId: 'bad', entry: { agentId: 'bad' }, isUnreadable: true });
    expect(found.candidates[2]).toStrictEqual({ agentId: 'ann', entry: { teamId: 't1' }, agent: staff[1] });
    expect(found.candidates[7]).toStrictEqual({ agentId: 'none', entry: { agentId: 'none' } });
    expect(found.groups).toEqual([
      { by: { teamId: 't1' }, agentIds: ['ann', 'bob'] },
      { by: { teamId: 't2' }, agentIds: ['bob', 'cy', 'eve'] },
      { by: { ipAddress: '10.0.0.1-10.0.0.1' }, agentIds: ['ann', 'bob', 'cy', 'fay'] },
    ]);
    expect(found).toMatchObject({ excluded: new Set(), isComplete: true });
  });

  test('does not include those who are excluded by id, who are counted if they would be found', async () => {
    const staff = [here('ann', ['t1']), here('bob', ['t1']), away('cy', ['t1']), away('dee'), here('eve', ['t9'])];
    const exclude = { agentIds: ['bob', 'cy', 'dee', 'eve', 'none'], teamIds: [] };
    const { survey } = await aCentre(staff);
    const found = await survey({ agentIds: ['dee', 'none'], teamIds: ['t1'], conditions: { exclude } });
    expect(found.candidates.map(({ agentId }) => agentId)).toEqual(['ann']);
    expect(found.excluded).toEqual(new Set(['bob', 'dee', 'none']));
    expect(found.groups).toEqual([{ by: { teamId: 't1' }, agentIds: ['ann'] }]);
  });

  test('is read a hundred at a time, whatever the number, and nobody twice', async () => {
    const many = agentIds(620);
    const { survey, lookups } = await aCentre(many.map((agentId) => here(agentId, ['t1'])));
    const byId = await survey({ agentIds: many, teamIds: ['t1'] });
    expect([byId.candidates.length, byId.groups[0]?.agentIds.length, byId.isComplete]).toEqual([620, 620, true]);
    expect(lookups.filter((method) => method === 'find')).toHaveLength(7);
    expect((await survey({ teamIds: ['t1'] })).candidates).toHaveLength(620);
  });

  test('is not all of them if there is not time enough, and then nothing more is looked up', async () => {
    const many = agentIds(620).map((agentId) => here(agentId, ['t1', 't2']));
    const { survey, lookups } = await aCentre(many);
    const found = await survey({ teamIds: ['t1', 't2'] }, seconds(5));
    expect([found.isComplete, found.candidates.length]).toEqual([false, 500]);
    expect(found.groups.map(({ by, agentIds: ids }) => [by, ids.length])).toEqual([[{ teamId: 't1' }, 500]]);
    expect(lookups).toEqual(['signedIn', 'find', 'find', 'find', 'find', 'find']);
    const named = await aCentre(many);
    const some = await named.survey({ agentIds: agentIds(620), teamIds: ['t1'] }, seconds(5));
    expect([some.isComplete, some.candidates.length, some.groups]).toEqual([false, 500, []]);
    expect(named.lookups).not.toContain('signedIn');
  });
});

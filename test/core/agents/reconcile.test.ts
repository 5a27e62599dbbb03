import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import type { Backend, Observation, ObservedAgent } from '#core/agents/backend.ts';
import type { Difference } from '#core/agents/difference.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import { makeReconcile } from '#core/agents/reconcile.ts';
import type { TeamRules } from '#core/agents/rules/team-rules.ts';
import type { Lane } from '#core/backend-calls.ts';
import { seconds } from '#core/instant.ts';
import { anAgent, aSession, online, someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { atWork } from './observations.ts';

/** An agent as the backend has shown them before. */
const known = (agentId: string, overrides: Parameters<typeof anAgent>[0] = {}): Agent =>
  online(agentId, { seen: { at: someDay, statusSince: someDay }, ...overrides });

interface Setting {
  readonly shown: readonly (readonly ObservedAgent[])[];
  readonly staff?: readonly Agent[];
  readonly rules?: readonly TeamRules[];
  readonly directory?: Partial<AgentDirectory>;
  readonly fails?: string;
}

/** A look at everybody: what was said before agents were changed, and who was changed by which observation. */
async function aLook({ shown, staff = [], rules = [], directory = {}, fails }: Setting) {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const ports = await memoryPorts(staff, clock);
  const backend: Backend = {
    ...makeOwningBackend({ clock }).backend,
    async *observeEverybody(lane) {
      lanes.push(lane);
      time.at += seconds(20);
      yield* shown;
    },
  };
  const lanes: Lane[] = [];
  const followed: [string, Observation][] = [];
  const announced: { mending: readonly Difference[]; all: number }[] = [];
  const reconcile = makeReconcile({
    backends: (instanceId) => (instanceId === 'demo' ? backend : undefined),
    directory: { ...ports.directory, ...directory },
    followBackend: async ({ agentId }, observation) => {
      if (agentId === fails) throw new Error(`${agentId} cannot be changed`);
      followed.push([agentId, observation]);
      return { agent: undefined, owed: undefined, wasDue: false, toEnd: [] };
    },
    rulesOfInstance: async () => rules,
    clock,
  });
  const look = (instanceId = 'demo') =>
    reconcile(instanceId, async (mending, all) => void announced.push({ mending, all: all.size }));
  return { look, reconcile, followed, announced, lanes };
}
const works = (agentId: string, overrides: Parameters<typeof atWork>[0] = {}): ObservedAgent => ({
  agentId,
  observation: atWork(overrides),
});

describe('a look at everybody', () => {
  test('changes only those who differ, with what the backend showed last of them', async () => {
    const lunch = { name: 'Lunch', type: 'CUSTOM', since: someDay } as const;
    const shown = [
      [works('ann'), works('bob')],
      [works('bob', { status: lunch }), works('cat')],
    ];
    const { look, followed, announced } = await aLook({ shown, staff: [known('ann'), known('bob')] });
    expect(await look()).toEqual({ shown: 3, looked: 3, differing: 2 });
    expect(followed).toEqual([
      ['bob', atWork({ status: lunch })],
      ['cat', atWork()],
    ]);
    const mending = [
      { agentId: 'bob', kinds: ['status'] },
      { agentId: 'cat', kinds: ['signedIn'] },
    ];
    expect(announced).toEqual([{ mending, all: 2 }]);
  });

  test('takes those whom the backend does not show for absent since it was asked, if they are signed in', async () => {
    const staff = [known('ann'), anAgent({ agentId: 'bob' })];
    const { look, followed, announced } = await aLook({ shown: [], staff });
    expect(await look()).toEqual({ shown: 0, looked: 1, differing: 1 });
    expect(followed).toEqual([['ann', { at: someDay, type: 'absent' }]]);
    // That somebody is absent for the first time proves nothing.
    expect(announced).toEqual([]);
  });

  test('finds those who are signed in page by page', async () => {
    const pages: Readonly<Record<string, { agentIds: string[]; cursor?: string }>> = {
      first: { agentIds: ['ann'], cursor: 'second' },
      second: { agentIds: [], cursor: 'third' },
      third: { agentIds: ['bob'] },
    };
    const asked: unknown[] = [];
    const signedIn: AgentDirectory['signedIn'] = async (_, group, page) => {
      asked.push([group, page]);
      return pages[page.cursor ?? 'first'] ?? { agentIds: [] };
    };
    const { look, followed } = await aLook({ shown: [], staff: [known('ann'), known('bob')], directory: { signedIn } });
    await look();
    expect(followed.map(([agentId]) => agentId)).toEqual(['ann', 'bob']);
    expect(asked).toMatchObject([
      [{ ipRange: { text: '::/0' } }, { limit: 1_000 }],
      [{}, { limit: 1_000, cursor: 'second' }],
      [{}, { limit: 1_000, cursor: 'third' }],
    ]);
    expect(asked[0]).not.toHaveProperty('1.cursor');
  });

  test('says who differs before it changes them, a hundred at most at a time', async () => {
    const ids = agentIds(250);
    const { look, announced, followed } = await aLook({ shown: [ids.map((agentId) => works(agentId))] });
    expect(await look()).toEqual({ shown: 250, looked: 250, differing: 250 });
    expect(announced.map(({ mending, all }) => [mending.length, all])).toEqual([
      [100, 250],
      [100, 250],
      [50, 250],
    ]);
    expect(new Set(followed.map(([agentId]) => agentId))).toEqual(new Set(ids));
  });

  test('reads a hundred agents at a time, and holds up nothing that is urgent', async () => {
    const ids = agentIds(200);
    const staff = ids.map((agentId) => known(agentId));
    const ports = await memoryPorts(staff);
    const reads: number[] = [];
    const find: AgentDirectory['find'] = (instanceId, some) => {
      reads.push(some.length);
      return ports.directory.find(instanceId, some);
    };
    const { look, lanes } = await aLook({ shown: [ids.map((agentId) => works(agentId))], staff, directory: { find } });
    expect(await look()).toMatchObject({ looked: 200, differing: 0 });
    expect([reads, lanes]).toEqual([[100, 100], ['job']]);
  });

  test('need not say it to anybody', async () => {
    const { reconcile, followed } = await aLook({ shown: [[works('ann')]] });
    await reconcile('demo');
    expect(followed).toHaveLength(1);
  });

  test('has rules watch whom they have not watched so far, which is no difference', async () => {
    const rules: TeamRules[] = [
      { teamId: 't1', minutesInStatus: { mode: 'on', minutes: 30, statuses: ['Available'] } },
    ];
    const staff = [known('ann', { teamIds: ['t1'] }), known('bob')];
    const { look, followed, announced } = await aLook({ shown: [[works('ann'), works('bob')]], staff, rules });
    expect(await look()).toMatchObject({ differing: 1 });
    expect(followed.map(([agentId]) => agentId)).toEqual(['ann']);
    expect(announced).toEqual([]);
  });

  test('changes the others if one cannot be changed, and fails then', async () => {
    const shown = [[works('ann'), works('bob'), works('cat')]];
    const { look, followed } = await aLook({ shown, fails: 'bob' });
    await expect(look()).rejects.toThrow('bob cannot be changed');
    expect(followed.map(([agentId]) => agentId)).toEqual(['ann', 'cat']);
  });

  test('of an instance without a backend is none', async () => {
    const { look } = await aLook({ shown: [] });
    expect(await look('other')).toBeUndefined();
  });
});

test('an agent is looked at with what is known of the same agent, whatever the order of the answers', async () => {
  const contacts = [{ contactId: 'c1', channel: 'VOICE', beganAt: someDay } as const];
  const busy = known('bob', { session: aSession({ contacts }) });
  const { look, followed } = await aLook({ shown: [[works('bob'), works('ann')]], staff: [known('ann'), busy] });
  await look();
  expect(followed.map(([agentId]) => agentId)).toEqual(['bob']);
});

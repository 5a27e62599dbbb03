import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { UnreadableItemError } from '#core/change.ts';
import type { Conditions, Selector } from '#core/forced-logouts/selector.ts';
import { aContact, anAgent, anOrder, aRange, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

const inTeams = (agentId: string, teamIds: readonly string[], overrides: Partial<Agent> = {}): Agent => {
  const agent = anAgent({ agentId, session: aSession(), ...overrides });
  return { ...agent, profile: { ...agent.profile, teamIds } };
};

const limited = (lists: Partial<Selector>, conditions: Conditions = {}) =>
  aSelector({ ...lists, conditions: { ...conditions, callerTeamIds: ['own'] } });

const request = { timing: 'immediate', order: anOrder() } as const;
const clock = { now: () => someDay };
const hidden = (agentId: string) => ({
  agentId,
  outcome: 'skipped',
  why: 'notPermitted',
  contacts: 0,
  matchedBy: { agentId },
});

const busy = aSession({ status: 'lunch', contacts: [aContact('c1')] });
const staff = [
  inTeams('ann', ['own', 'other']),
  inTeams('bob', ['other']),
  inTeams('cy', []),
  inTeams('dee', ['other'], { session: busy }),
];

async function force(selector: Selector, agents: readonly Agent[] = staff) {
  const ports = await memoryPorts(agents, clock);
  const outcome = await makeUseCases(ports).forceLogouts('demo', selector, request);
  const versions = ports.agents.all().map(({ version }) => version);
  return { outcome, versions };
}

describe('an agent outside the teams of the caller', () => {
  test('is skipped and left as it is, whoever is named, and the same as nobody', async () => {
    const { outcome, versions } = await force(limited({ agentIds: ['ann', 'bob', 'dee', 'none'] }));
    expect(outcome).toMatchObject({ unmatched: { agentIds: [], teamIds: [] } });
    if (outcome.type !== 'done') throw new Error('It became a job');
    expect(outcome.rows[0]).toMatchObject({ agentId: 'ann', outcome: 'loggedOut' });
    expect(outcome.rows.slice(1)).toEqual([hidden('bob'), hidden('dee'), hidden('none')]);
    expect(versions.slice(1)).toEqual([1, 1, 1]);
    for (const agentId of ['bob', 'none']) {
      expect((await force(limited({ agentIds: [agentId] }))).outcome).toMatchObject({ rows: [hidden(agentId)] });
    }
  });

  test('looks the same whether signed out, busy, protected or unreadable', async () => {
    const { session: _, ...signedOut } = inTeams('bob', ['other']);
    const isProtected = inTeams('bob', ['other']);
    const states = [
      [signedOut],
      [inTeams('bob', ['other'], { session: busy })],
      [{ ...isProtected, profile: { ...isProtected.profile, protected: true } }],
      [],
    ];
    const selector = limited({ agentIds: ['bob', 'ann'] }, { statuses: ['Available'] });
    for (const some of states) {
      const { outcome } = await force(selector, [...some, inTeams('ann', ['own'])]);
      const rows = outcome.type === 'done' ? outcome.rows : [];
      expect(rows).toContainEqual(hidden('bob'));
      expect(rows).toContainEqual(expect.objectContaining({ agentId: 'ann', outcome: 'loggedOut' }));
    }
    const ports = await memoryPorts([inTeams('ann', ['own']), ...staff.slice(1)], clock);
    const agents = intercept(ports.agents, async (method, call, [key]) => {
      if (method === 'load' && (key as Agent).agentId === 'bob') throw new UnreadableItemError('bob', undefined);
      return call();
    });
    const outcome = await makeUseCases({ ...ports, agents }).forceLogouts('demo', selector, request);
    expect(outcome.type === 'done' && outcome.rows).toContainEqual(hidden('bob'));
  });

  test('is skipped by address and by status, whatever the status, and an exclusion by team says nothing', async () => {
    const everywhere = limited(
      { ipRanges: [aRange('10.0.0.0', '10.0.0.255')] },
      {
        exclude: { agentIds: [], teamIds: ['other'] },
      },
    );
    expect((await force(everywhere)).outcome).toMatchObject({
      rows: [hidden('bob'), hidden('cy'), hidden('dee')],
      excluded: 1,
    });
    const available = limited({ everybody: true }, { statuses: ['Available'] });
    expect((await force(available)).outcome).toMatchObject({
      rows: [{ agentId: 'ann', outcome: 'loggedOut' }, ...['bob', 'cy', 'dee'].map((agentId) => hidden(agentId))],
    });
  });

  test('is skipped in a job, too', async () => {
    const ports = await memoryPorts(staff, clock);
    const useCases = makeUseCases(ports, { agentsPerPage: 2 });
    const teams = { teamIds: ['own', 'other'], agentIds: ['none', 'cy'] };
    await useCases.startJob('demo', limited(teams), request);
    for (let next = ports.queue.take(); next; next = ports.queue.take())
      await useCases.workLogout(next, { lastAttempt: false });
    const { results } = await ports.receipts.results(jobKey, { limit: 10 });
    expect(results).toMatchObject([
      hidden('none'),
      hidden('cy'),
      { agentId: 'ann', outcome: 'loggedOut', matchedBy: { teamId: 'own' } },
      hidden('bob'),
      hidden('dee'),
    ]);
    expect((await useCases.getLogoutJob(jobKey))?.counts).toMatchObject({ matched: 5, loggedOut: 1, skipped: 4 });
    expect(
      ports.agents
        .all()
        .map(({ version }) => version)
        .slice(1),
    ).toEqual([1, 1, 1]);
  });

  test('is not even asked for in a backend', async () => {
    const owner = makeOwningBackend({ clock });
    const ports = await memoryPorts(staff, clock);
    const useCases = makeUseCases({ ...ports, backends: () => owner.backend });
    for (const { instanceId, agentId } of staff) owner.works({ instanceId, agentId });
    const selector = limited({ agentIds: ['bob', 'none'] });
    const preview = await useCases.previewLogouts('demo', selector, request);
    const outcome = await useCases.forceLogouts('demo', selector, request);
    expect(outcome).toMatchObject({ rows: [hidden('bob'), hidden('none')] });
    expect(preview.rows).toEqual(outcome.type === 'done' && outcome.rows);
    expect(owner.calls).toEqual([]);
  });

  test('stays, so a team lead who logs out the whole team does not log out everybody', async () => {
    const guard = { confirmsEveryone: false, minimumRemaining: 1 };
    const both = [inTeams('ann', ['own', 'other']), inTeams('eve', ['own']), inTeams('bob', ['other'])];
    const ports = await memoryPorts(both, clock);
    const { forceLogouts } = makeUseCases(ports);
    const { minimumRemaining: _, ...everybody } = guard;
    const refused = await forceLogouts('demo', limited({ teamIds: ['own'] }), { ...request, guard });
    const teams = [{ teamId: 'own', signedIn: 2, remaining: 0, minimum: 1 }];
    expect(refused).toEqual({ type: 'refused', refusal: { why: 'tooFewRemaining', teams } });
    const done = await forceLogouts('demo', limited({ teamIds: ['own'] }), { ...request, guard: everybody });
    expect(done.type).toBe('done');
  });
});

import { expect, test } from '@jest/globals';
import type { Timing } from '#core/agents/logout-order.ts';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { minutes, seconds } from '#core/instant.ts';

/** A centre, whoever owns its agents, with what its agents do. */
export interface CentreOfAgents extends Pick<ForcedLogoutUseCases, 'forceLogouts'> {
  readonly instanceId: string;
  /** The id of an agent who has come to work, is Available and has nothing to do. */
  works(name: string): Promise<string>;
  /** The agent gets a call. @returns what ends it, with the paperwork */
  calls(agentId: string): Promise<() => Promise<void>>;
  /** The agent, who is out, comes back to work. */
  returns(agentId: string): Promise<void>;
  /** Whether the agent is out, as the owner of the agents has it. */
  isOut(agentId: string): Promise<boolean>;
  /** Lets time pass, with whatever is due. */
  advance(milliseconds: number): Promise<void>;
  /** The types of the events so far, without changes of status. */
  facts(): readonly string[];
}

/**
 * What a forced logout promises, whoever owns the agents.
 *
 * @param isLate whether the owner shows what it was told so late that the answer may have to say `unconfirmed`
 */
export function forcedLogoutContract(open: () => Promise<CentreOfAgents>, { isLate = false } = {}) {
  const shown = (outcome: string) => (isLate ? expect.stringMatching(`^(${outcome}|unconfirmed)$`) : outcome);
  const rowsOf = (outcome: ForceLogoutsOutcome) => {
    if (outcome.type !== 'done') throw new Error('It became a job');
    return outcome.rows;
  };
  async function logOut(centre: CentreOfAgents, agentIds: readonly string[], timing: Timing = 'afterContact') {
    const selector = { agentIds, teamIds: [], ipRanges: [] };
    const order = { requestedBy: 'supervisor', reason: 'end of shift' };
    return rowsOf(await centre.forceLogouts(centre.instanceId, selector, { timing, order }));
  }
  const signedOut = (centre: CentreOfAgents) => centre.facts().filter((fact) => fact === 'AgentSignedOut').length;

  test.each(['afterContact', 'immediate'] as const)('takes out who has nothing to do, once (%s)', async (timing) => {
    const centre = await open();
    const ann = await centre.works('ann');
    expect(await logOut(centre, [ann], timing)).toMatchObject([
      { agentId: ann, outcome: shown('loggedOut'), previousStatus: 'Available', contacts: 0 },
    ]);
    await centre.advance(minutes(11));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([true, 1]);
  });

  test('lets the call in hand end first, and is completed then', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    const endCall = await centre.calls(ann);
    expect(await logOut(centre, [ann])).toMatchObject([
      { outcome: shown('deferred'), previousStatus: 'In-call', contacts: 1 },
    ]);
    await centre.advance(minutes(5));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([false, 0]);
    await endCall();
    await centre.advance(minutes(11));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([true, 1]);
    expect(centre.facts().filter((fact) => fact === 'AgentLogoutDeferred')).toHaveLength(1);
  });

  test('that is immediate does not wait for the call', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    await centre.calls(ann);
    expect(await logOut(centre, [ann], 'immediate')).toMatchObject([{ outcome: shown('loggedOut'), contacts: 1 }]);
    await centre.advance(minutes(11));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([true, 1]);
  });

  test('that is immediate has precedence over one that waits', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    await centre.calls(ann);
    await logOut(centre, [ann]);
    expect(await logOut(centre, [ann], 'immediate')).toMatchObject([{ outcome: shown('loggedOut') }]);
    await centre.advance(minutes(11));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([true, 1]);
  });

  test('that waits is not doubled by a second one', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    const endCall = await centre.calls(ann);
    for (const time of ['first', 'second']) {
      expect([time, ...(await logOut(centre, [ann]))]).toMatchObject([time, { outcome: shown('deferred') }]);
    }
    await endCall();
    await centre.advance(minutes(11));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([true, 1]);
  });

  test('says of who is out already that there was nothing to do', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    await logOut(centre, [ann]);
    await centre.advance(minutes(1));
    expect(await logOut(centre, [ann])).toMatchObject([{ outcome: 'alreadySignedOut', contacts: 0 }]);
    expect(signedOut(centre)).toBe(1);
  });

  test('says of nobody that there is no such agent, or nobody signed in, and tells the bus nothing', async () => {
    const centre = await open();
    const [row] = await logOut(centre, ['nobody-of-this-name']);
    expect(['unknownAgent', 'alreadySignedOut']).toContain(row?.outcome);
    await centre.advance(minutes(1));
    expect(centre.facts()).toEqual([]);
  });

  test('has a row for each of several, whatever becomes of the others', async () => {
    const centre = await open();
    const [ann, bob, cleo] = [await centre.works('ann'), await centre.works('bob'), await centre.works('cleo')];
    await centre.calls(bob);
    const rows = await logOut(centre, [ann, bob, cleo]);
    const outcomes = new Map(rows.map(({ agentId, outcome }) => [agentId, outcome]));
    const expected = ['loggedOut', 'deferred', 'loggedOut'].map(shown);
    expect([ann, bob, cleo].map((agentId) => outcomes.get(agentId))).toEqual(expected);
    await centre.advance(minutes(1));
    expect([await centre.isOut(ann), await centre.isOut(bob), await centre.isOut(cleo)]).toEqual([true, false, true]);
  });

  test('is over when the agent is out: who comes back stays', async () => {
    const centre = await open();
    const ann = await centre.works('ann');
    await logOut(centre, [ann]);
    await centre.advance(minutes(12));
    await centre.returns(ann);
    await centre.advance(minutes(12) + seconds(1));
    expect([await centre.isOut(ann), signedOut(centre)]).toEqual([false, 1]);
  });
}

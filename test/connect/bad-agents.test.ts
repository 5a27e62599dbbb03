import { beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { aPacedCentre } from './paced-centre.ts';

beforeEach(silenceLog);

const nobody = '00000000-0000-4000-8000-000000000000';

type Paced = Awaited<ReturnType<typeof aPacedCentre>>;

/** Runs a job to its end. @returns the outcomes of these users, and how many of the others were logged out */
async function run(centre: Paced, users: Parameters<Paced['startJobOf']>[0], bad: readonly string[]) {
  const job = await centre.startJobOf(users, { timing: 'immediate' });
  await centre.completed(job, minutes(5));
  const { results = [] } = (await centre.listLogoutResults(job, { limit: 100 })) ?? {};
  const outcomes = results.filter(({ agentId }) => bad.includes(agentId));
  const others = results.filter(({ agentId, outcome }) => !bad.includes(agentId) && outcome === 'loggedOut');
  expect(results).toHaveLength(users.length);
  expect(centre.failedDeliveries()).toBe(0);
  return { outcomes, others: others.length };
}

/** Makes true what the first request that fails has found. */
function afterFault({ standIn }: Paced, act: () => void) {
  const answer = standIn.answer.bind(standIn);
  standIn.answer = (request) => {
    const answered = answer(request);
    if (standIn.calls.at(-1)?.status !== 200) {
      standIn.answer = answer;
      act();
    }
    return answered;
  };
}

describe('a job goes on, and has an outcome,', () => {
  test('for a user who is deleted in the middle of it', async () => {
    const centre = await aPacedCentre();
    const users = centre.work(20);
    const { id = '' } = users.at(-1) ?? {};
    await centre.during(centre.reconcile(centre.instanceId));
    centre.time.at(centre.time.now() + seconds(3), async () => centre.centres[0]?.agents.delete(id));
    const { outcomes, others } = await run(centre, users, [id]);
    expect(others).toBe(19);
    expect(outcomes).toEqual([expect.objectContaining({ outcome: 'loggedOut', previousStatus: 'Available' })]);
  });

  test('for a user who is deleted between the look and the change of status', async () => {
    const centre = await aPacedCentre();
    const users = centre.work(3);
    centre.standIn.faults.next('PutUserStatus', { type: 'error', name: 'ResourceNotFoundException' });
    const [{ id } = { id: '' }] = users;
    afterFault(centre, () => centre.centres[0]?.agents.delete(id));
    const { outcomes, others } = await run(centre, users, [id]);
    expect([others, outcomes.map(({ outcome }) => outcome)]).toEqual([2, ['loggedOut']]);
  });

  test('for a user who never was', async () => {
    const centre = await aPacedCentre();
    const working = centre.work(8);
    const users = working.map((user, n) => (n === 7 ? { ...user, id: nobody } : user));
    const { outcomes, others } = await run(centre, users, [nobody]);
    expect([others, outcomes.map(({ outcome }) => outcome)]).toEqual([7, ['unknownAgent']]);
  });

  test('even if Amazon Connect refuses to show several agents because of one', async () => {
    const centre = await aPacedCentre();
    const users = centre.work(6);
    centre.standIn.faults.next('GetCurrentUserData', { type: 'error', name: 'ResourceNotFoundException' });
    expect(await run(centre, users, [])).toEqual({ outcomes: [], others: 6 });
  });

  test('for an agent whom it may not take out, who is left alone afterwards as well', async () => {
    let denied = '';
    const isAllowed = ({ action, resource }: { readonly action: string; readonly resource: string }) =>
      action !== 'connect:PutUserStatus' || !resource.endsWith(`/agent/${denied}`);
    const centre = await aPacedCentre({ isAllowed });
    const users = centre.work(14);
    denied = users[3]?.id ?? '';
    const { outcomes, others } = await run(centre, users, [denied]);
    expect([others, outcomes.map(({ outcome }) => outcome)]).toEqual([13, ['failed']]);
    expect(centre.reports).toContain(`Agent ${denied} could not be logged out`);
    denied = '';
    await centre.time.runUntil(centre.time.now() + minutes(30));
    expect(users.filter((user) => centre.stateOf(user).status.name !== 'Offline')).toEqual([users[3]]);
  });

  test('for an agent who is asked for alone and whom it may not take out', async () => {
    const centre = await aPacedCentre({ isAllowed: ({ action }) => action !== 'connect:PutUserStatus' });
    const rows = await centre.during(centre.logOut(centre.work(1)));
    expect(rows).toEqual([expect.objectContaining({ outcome: 'failed' })]);
  });

  test.each(['ContactNotFoundException', 'ResourceNotFoundException'] as const)(
    'for an agent whose contact is gone: %s',
    async (name) => {
      const centre = await aPacedCentre();
      const users = centre.work(4);
      const [ann] = users;
      if (!ann) throw new Error('Nobody works');
      const chat = centre.handles(ann);
      centre.standIn.faults.next('StopContact', { type: 'error', name });
      afterFault(centre, () => centre.centres[0]?.contacts.end(chat));
      const { outcomes, others } = await run(centre, users, [ann.id]);
      expect(others).toBe(3);
      expect(outcomes).toEqual([expect.objectContaining({ outcome: 'loggedOut', contacts: 1 })]);
      expect(outcomes[0]).not.toHaveProperty('notStopped');
    },
  );
});

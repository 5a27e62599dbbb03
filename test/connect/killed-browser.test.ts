import { beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { anAddress } from '#test/support/agents.ts';
import { aPacedCentre } from './paced-centre.ts';

beforeEach(silenceLog);

const leaseSeconds = 60;
const page = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: true,
  leaseSeconds,
} as const;

/** Ann, whose page has sent heartbeats for two minutes. Her browser is killed after the last of them. */
async function aKilledBrowser(settings: Parameters<typeof aPacedCentre>[0] = {}) {
  const centre = await aPacedCentre(settings);
  const [ann] = centre.work(1);
  if (!ann) throw new Error('Nobody works');
  const key = { instanceId: centre.instanceId, agentId: ann.id };
  await centre.during(centre.reconcile(centre.instanceId));
  await centre.signIn(key, page);
  const sessionId = (await centre.getAgent(key))?.session?.sessionId ?? '';
  for (let beat = 0; beat < 6; beat += 1) {
    await centre.time.runUntil(centre.time.now() + seconds(leaseSeconds / 3));
    expect(await centre.heartbeat(key, { sessionId, sentAt: centre.time.now() })).toMatchObject({ type: 'goesOn' });
  }
  const leaseEnds = centre.time.now() + seconds(leaseSeconds);
  /** How long after the end of the lease Ann went offline. */
  const tookUntilOffline = async () => {
    await centre.time.runUntil(leaseEnds - 1);
    expect(centre.stateOf(ann).status.name).toBe('Available');
    await centre.time.runUntil(leaseEnds + minutes(2));
    const { status, since } = centre.stateOf(ann);
    return status.name === 'Offline' ? since - leaseEnds : Number.POSITIVE_INFINITY;
  };
  return { ...centre, ann, leaseEnds, tookUntilOffline };
}

describe('an agent of Amazon Connect whose browser is killed', () => {
  test('is offline there when the lease ends, and three seconds later at the latest', async () => {
    const centre = await aKilledBrowser();
    expect(await centre.tookUntilOffline()).toBeLessThanOrEqual(seconds(3));
    const causes = centre.bus.published().flatMap(({ fact }) => (fact.type === 'AgentSignedOut' ? fact.cause : []));
    // The page's session has taken the place of the one that was seen.
    expect(causes).toEqual(['replaced', 'leaseExpired']);
    expect(centre.standIn.calls.filter(({ operation }) => operation === 'PutUserStatus')).toHaveLength(1);
  });

  test.each(['TooManyRequestsException', 'ThrottlingException', 'none'] as const)(
    'is so also while Amazon Connect throttles: %s',
    async (throttleName) => {
      const centre = await aKilledBrowser({ switches: { throttleName } });
      for (const operation of ['GetCurrentUserData', 'PutUserStatus'])
        centre.time.at(centre.leaseEnds - 1, async () => centre.standIn.quotas.drain(operation));
      expect(await centre.tookUntilOffline()).toBeLessThanOrEqual(seconds(3));
      expect(centre.standIn.calls.some(({ status }) => status === 429)).toBe(true);
    },
  );

  test('is so also in the middle of a job', async () => {
    const centre = await aKilledBrowser();
    await centre.startJobOf(centre.work(200, 0, 'other'));
    expect(await centre.tookUntilOffline()).toBeLessThanOrEqual(seconds(3));
  });

  test('is so whatever the page has done to the status before', async () => {
    const centre = await aKilledBrowser();
    centre.time.at(centre.leaseEnds - seconds(5), async () => {
      centre.centres[0]?.agents.chooseStatus(centre.ann.id, 'Available');
    });
    expect(await centre.tookUntilOffline()).toBeLessThanOrEqual(seconds(3));
  });
});

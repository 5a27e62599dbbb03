import { describe, expect, test } from '@jest/globals';
import type { Session } from '#core/agents/agent.ts';
import type { ContactNews } from '#core/agents/follow-contact.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';

const news: ContactNews = { key: ann, contactId: 'c1', channel: 'VOICE', type: 'began', at: someDay };
const ended: ContactNews = { ...news, type: 'ended' };
const seen = { at: someDay, statusSince: someDay };

/** Ann in a session, after news of a contact. */
async function afterNews(session: Partial<Session> | undefined, ...all: readonly ContactNews[]) {
  const centre = await aContactCentre([anAgent({ ...ann, seen, ...(session && { session: aSession(session) }) })]);
  centre.time.at = someDay + seconds(30);
  for (const each of all) await centre.followContact(each);
  return { ...centre, session: (await centre.agent())?.session, now: centre.time.at };
}

describe('news that a contact began', () => {
  test('adds it, if the agent was not seen since', async () => {
    const { session, facts, now } = await afterNews({}, { ...news, at: someDay + 1 });
    expect(session?.contacts).toStrictEqual([aContact('c1', { beganAt: now })]);
    expect(facts()).toMatchObject([{ type: 'AgentStatusChanged', previousStatus: 'Available', status: 'In-call' }]);
  });

  test('that is older than what was seen adds nothing, for the contact was seen or is over', async () => {
    const { session, facts } = await afterNews({}, news);
    expect([session, facts()]).toStrictEqual([aSession(), []]);
  });

  test('ends a row of missed contacts all the same, and not later than now', async () => {
    const rules = { told: [], ending: [], missed: { number: 1, misses: [{ mark: 'm', at: someDay - 1 }] } };
    const missed = { number: 2, misses: [] };
    expect((await afterNews({ rules }, news)).session?.rules?.missed).toEqual({ ...missed, answeredAt: someDay });
    const ahead = await afterNews({ rules }, { ...news, at: someDay + minutes(60) });
    expect(ahead.session?.rules?.missed).toEqual({ ...missed, answeredAt: ahead.now });
  });

  test('adds it to an agent whom nobody has seen', async () => {
    const centre = await aContactCentre([anAgent({ ...ann, session: aSession() })]);
    await centre.followContact({ ...news, at: 0 });
    expect((await centre.agent())?.session?.contacts).toHaveLength(1);
  });

  test('comes too late after its end', async () => {
    const { session } = await afterNews({}, ended, { ...news, at: someDay + 1 });
    expect(session?.contacts).toStrictEqual([]);
  });
});

describe('news that a contact ended', () => {
  test('takes it from the agent, and no other', async () => {
    const contacts = [aContact('c1'), aContact('c2', { channel: 'CHAT' })];
    const { session, facts, now } = await afterNews({ contacts }, ended);
    expect(session).toMatchObject({ contacts: [{ contactId: 'c2' }], lastContactEndedAt: now });
    expect(facts()).toMatchObject([{ type: 'AgentStatusChanged', previousStatus: 'In-call', status: 'In-chat' }]);
  });

  test('says nothing if others see the same status', async () => {
    const { session, facts } = await afterNews({ contacts: [aContact('c1'), aContact('c2')] }, ended);
    expect([session?.contacts.length, facts()]).toEqual([1, []]);
  });

  test('of which nothing was seen is remembered', async () => {
    const { session, facts, agent } = await afterNews({ contacts: [aContact('c2')] }, ended);
    expect([session, facts()]).toStrictEqual([aSession({ contacts: [aContact('c2')] }), []]);
    expect((await agent())?.endedContacts).toHaveLength(1);
  });

  const inBackend = { timing: 'afterContact', checkAt: someDay + minutes(5), checks: 2 } as const;
  test.each([
    ['at once', minutes(5), seconds(30)],
    ['when it was to be looked at anyway, if that was before', seconds(10), seconds(10)],
  ])('has a logout that waits in a backend looked at %s', async (_, checkAfter, lookAfter) => {
    const pendingLogout = { ...aPendingLogout(), inBackend: { ...inBackend, checkAt: someDay + checkAfter } };
    const { session } = await afterNews({ contacts: [aContact('c1')], pendingLogout }, ended);
    expect(session?.pendingLogout).toStrictEqual({
      ...aPendingLogout(),
      inBackend: { ...inBackend, checkAt: someDay + lookAfter },
    });
  });

  test('leaves a logout that no backend carries out as it is', async () => {
    const pendingLogout = aPendingLogout();
    const { session } = await afterNews({ contacts: [aContact('c1')], pendingLogout }, ended);
    expect(session?.pendingLogout).toStrictEqual(pendingLogout);
  });
});

test.each([news, ended])('news of a contact (%j) begins no session', async (each) => {
  const { session, facts } = await afterNews(undefined, each);
  expect([session, facts()]).toEqual([undefined, []]);
  const centre = await aContactCentre();
  const nobody = { ...ann, agentId: 'nobody' };
  await centre.followContact({ ...each, key: nobody });
  expect(await centre.getAgent(nobody)).toBeUndefined();
});

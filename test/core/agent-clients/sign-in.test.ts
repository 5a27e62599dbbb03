import { describe, expect, test } from '@jest/globals';
import type { Claims } from '#core/access/tokens.ts';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { days, seconds } from '#core/instant.ts';
import { anAddress, anAgent, ann, someDay } from '#test/support/agents.ts';
import { aContactCentre, annSignedIn, makeUseCases } from '#test/support/contact-centre.ts';

const arrival = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: false,
} as const;

describe('signing in', () => {
  test('without a lease begins a session that lasts, without a token', async () => {
    const { signIn, agent } = await aContactCentre();
    const signedIn = await signIn(ann, arrival);
    const session = (await agent())?.session;
    expect(signedIn).toMatchObject({ type: 'done', agent: { session: { status: 'Available' } } });
    expect(signedIn).toHaveProperty('token', undefined);
    expect(session).toMatchObject({ sessionId: 'id-1', status: 'Available', ipAddress: arrival.ipAddress });
    expect(session).not.toHaveProperty('lease');
  });

  test('with a lease gives a token for this session that is good for a day', async () => {
    const { signIn, agent, tokens } = await aContactCentre();
    const signedIn = await signIn(ann, { ...arrival, leaseSeconds: 60 });
    expect(signedIn.type).toBe('done');
    expect((await agent())?.session?.lease).toEqual({ seconds: 60, lastSeenAt: someDay });
    const claims: Claims = { kind: 'session', ...ann, sessionId: 'id-1', expiresAt: someDay + days(1) };
    expect(await tokens.read(signedIn.token ?? '')).toEqual(claims);
  });

  test.each([undefined, 60])('with a lease of %p is refused if there is a session', async (leaseSeconds) => {
    const { signIn, agent } = await aContactCentre([annSignedIn()]);
    const refused = await signIn(ann, { ...arrival, ...(leaseSeconds !== undefined && { leaseSeconds }) });
    expect(refused.type).toBe('alreadySignedIn');
    expect((await agent())?.session).toEqual(annSignedIn().session);
  });

  test('begins no session if its client gets no token, because nobody could keep that session alive', async () => {
    const centre = await aContactCentre();
    const issue = () => Promise.reject(new Error('no signing key'));
    const { signIn } = makeUseCases({ ...centre, tokens: { ...centre.tokens, issue } });
    await expect(signIn(ann, { ...arrival, leaseSeconds: 60 })).rejects.toThrow('no signing key');
    expect((await centre.agent())?.session).toBeUndefined();
  });
});

describe('a heartbeat by token', () => {
  const claimsUntil = (expiresAt: number) => ({ kind: 'session', ...ann, sessionId: 'session-1', expiresAt }) as const;

  test('keeps the session alive and brings the address', async () => {
    const { session } = annSignedIn({ ipAddress: unknownAddress });
    const { heartbeatByToken, agent, time } = await aContactCentre([anAgent({ ...ann, session })]);
    time.at = someDay + seconds(100);
    const sent = { sentAt: 7, from: anAddress('198.51.100.7') };
    expect(await heartbeatByToken(claimsUntil(someDay + days(1)), sent)).toEqual({
      state: { type: 'goesOn' },
      token: undefined,
    });
    expect((await agent())?.session).toMatchObject({
      ipAddress: sent.from,
      lease: { lastSeenAt: someDay + seconds(100), sentAt: 7 },
    });
  });

  test('renews the token once more than half of its day has passed', async () => {
    const { heartbeatByToken, tokens } = await aContactCentre([annSignedIn()]);
    const half = someDay + days(1) / 2;
    expect(await heartbeatByToken(claimsUntil(half), {})).toHaveProperty('token', undefined);
    const { token = '' } = await heartbeatByToken(claimsUntil(half - 1), {});
    expect(await tokens.read(token)).toEqual(claimsUntil(someDay + days(1)));
  });

  test('renews no token of a session that is over', async () => {
    const { heartbeatByToken } = await aContactCentre([anAgent(ann)]);
    expect(await heartbeatByToken(claimsUntil(someDay + 1), {})).toEqual({ state: { type: 'over' }, token: undefined });
  });
});

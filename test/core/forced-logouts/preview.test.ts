import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent, Channel } from '#core/agents/agent.ts';
import type { ObservedContact } from '#core/agents/backend.ts';
import type { GuardedRequest } from '#core/forced-logouts/logout-job.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { minutes } from '#core/instant.ts';
import { aContact, anAddress, anAgent, anOrder, aRange, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

const now = someDay + minutes(60);
const people = ['ann', 'bob', 'cy', 'dee', 'eve', 'flo'] as const;
const teamIds = ['t1', 't2', 't3'] as const;
const statuses = ['Available', 'lunch', 'In-call', 'In-chat'] as const;

const someOf = <Of>(values: readonly Of[], most = values.length) => fc.subarray([...values], { maxLength: most });

const anyone = (agentId: string): fc.Arbitrary<Agent> =>
  fc
    .record({
      teams: someOf(teamIds),
      isProtected: fc.boolean(),
      isSignedIn: fc.boolean(),
      status: fc.constantFrom('Available', 'lunch'),
      minutesAgo: fc.nat(60),
      address: fc.constantFrom('10.0.0.1', '10.0.0.9', '10.9.9.9'),
      channels: fc.array(fc.constantFrom<Channel>('VOICE', 'CHAT', 'TASK'), { maxLength: 2 }),
    })
    .map(({ teams, isProtected, isSignedIn, status, minutesAgo, address, channels }) => {
      const statusSince = now - minutes(minutesAgo);
      const contacts = channels.map((channel, n) => aContact(`${agentId}-${n}`, { channel, beganAt: statusSince }));
      const session = aSession({ status, statusSince, ipAddress: anAddress(address), contacts });
      const agent = anAgent({ agentId, ...(isSignedIn && { session }) });
      return { ...agent, profile: { ...agent.profile, teamIds: teams, ...(isProtected && { protected: true }) } };
    });

const anyStaff = fc
  .tuple(...people.map((agentId) => fc.option(anyone(agentId), { nil: undefined })))
  .map((some) => some.filter((agent) => agent !== undefined));

const anySelector: fc.Arbitrary<Selector> = fc
  .record({
    agentIds: someOf([...people, 'none']),
    teamIds: someOf([...teamIds, 'nobody']),
    ipRanges: someOf([aRange('10.0.0.0', '10.0.0.255'), aRange('10.9.9.9')]),
    statuses: fc.option(someOf(statuses), { nil: undefined }),
    minimumMinutesInStatus: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    exclude: fc.option(fc.record({ agentIds: someOf(people), teamIds: someOf(teamIds) }), { nil: undefined }),
    callerTeamIds: fc.option(someOf(teamIds), { nil: undefined }),
  })
  .map(({ agentIds, teamIds, ipRanges, statuses, minimumMinutesInStatus, exclude, callerTeamIds }) => {
    const conditions = {
      ...(statuses && { statuses }),
      ...(minimumMinutesInStatus !== undefined && { minimumMinutesInStatus }),
      ...(exclude && { exclude }),
      ...(callerTeamIds && { callerTeamIds }),
    };
    const isNobody = agentIds.length + teamIds.length + ipRanges.length === 0;
    return aSelector({
      agentIds,
      teamIds,
      ipRanges,
      ...(isNobody && { everybody: true }),
      ...(Object.keys(conditions).length > 0 && { conditions }),
    });
  });

const anyRequest: fc.Arbitrary<GuardedRequest> = fc.record({
  timing: fc.constantFrom('immediate', 'afterContact'),
  order: fc.constant(anOrder()),
});

const byAgent = <Row extends { readonly agentId: string }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => (a.agentId < b.agentId ? -1 : 1));

describe('a preview says what the forced logout does right after it, and changes nothing', () => {
  test('in a request', async () => {
    await fc.assert(
      fc.asyncProperty(anyStaff, anySelector, anyRequest, async (staff, selector, request) => {
        const ports = await memoryPorts(staff, { now: () => now });
        const useCases = makeUseCases(ports);
        const before = JSON.stringify(ports.agents.all());
        const { counts: _, isComplete, ...preview } = await useCases.previewLogouts('demo', selector, request);
        expect([JSON.stringify(ports.agents.all()), ports.queue.waiting(), isComplete]).toEqual([before, [], true]);
        expect({ type: 'done', ...preview }).toEqual(await useCases.forceLogouts('demo', selector, request));
      }),
      { numRuns: randomRuns(300) },
    );
  });

  test('in a job', async () => {
    await fc.assert(
      fc.asyncProperty(anyStaff, anySelector, anyRequest, async (staff, selector, request) => {
        const ports = await memoryPorts(staff, { now: () => now });
        const useCases = makeUseCases(ports, { agentsPerPage: 3 });
        const preview = await useCases.previewLogouts('demo', selector, request);
        await useCases.startJob('demo', selector, request);
        for (let next = ports.queue.take(); next; next = ports.queue.take())
          await useCases.workLogout(next, { lastAttempt: false });
        const { results } = await ports.receipts.results(jobKey, { limit: 100 });
        expect(byAgent(results)).toEqual(byAgent(preview.rows.map(({ profile: _, ...row }) => row)));
        expect((await useCases.getLogoutJob(jobKey))?.counts).toEqual(preview.counts);
      }),
      { numRuns: randomRuns(150) },
    );
  });

  const anyContact: fc.Arbitrary<Partial<ObservedContact>> = fc.record({
    channel: fc.constantFrom('VOICE', 'CHAT', 'TASK'),
    phase: fc.constantFrom('ringing', 'connected', 'afterContactWork', 'missed'),
    canBeStopped: fc.boolean(),
  });
  const anyShown = fc.record({
    status: fc.constantFrom('Available', 'lunch'),
    contacts: fc.array(anyContact, { maxLength: 3 }),
  });

  test('of agents whom a backend owns', async () => {
    const anyShownStaff = fc.tuple(...people.map(() => fc.option(anyShown, { nil: undefined })));
    await fc.assert(
      fc.asyncProperty(anyStaff, anyShownStaff, anySelector, anyRequest, async (staff, shown, selector, request) => {
        const time = { at: now };
        const clock = { now: () => time.at };
        const owner = makeOwningBackend({ clock });
        const ports = await memoryPorts(staff, clock);
        const wait = async (milliseconds: number) => {
          time.at += milliseconds;
        };
        const pauses = { chance: () => 0, wait };
        const useCases = makeUseCases({ ...ports, pauses, backends: () => owner.backend });
        for (const [n, each] of shown.entries()) {
          const contacts = each?.contacts.map((contact, c) => ({ ...contact, contactId: `${people[n]}-${c}` }));
          if (each) owner.works({ instanceId: 'demo', agentId: people[n] ?? '' }, contacts, each.status);
        }
        const before = JSON.stringify(ports.agents.all());
        const { counts: _, isComplete, ...preview } = await useCases.previewLogouts('demo', selector, request);
        expect([JSON.stringify(ports.agents.all()), isComplete]).toEqual([before, true]);
        expect(owner.calls.filter((call) => !call.startsWith('observe'))).toEqual([]);
        expect({ type: 'done', ...preview }).toEqual(await useCases.forceLogouts('demo', selector, request));
      }),
      { numRuns: randomRuns(300) },
    );
  });
});

test('a preview shows who would be hit, and that the guard would refuse', async () => {
  const staff = ['ann', 'bob'].map((agentId) => anAgent({ agentId, session: aSession() }));
  const ports = await memoryPorts(staff);
  const guard = { confirmsEveryone: false, maximumAgents: 1 };
  const request = { timing: 'immediate', order: anOrder(), guard } as const;
  const preview = await makeUseCases(ports).previewLogouts('demo', aSelector({ agentIds: ['ann', 'bob'] }), request);
  expect(preview).toMatchObject({
    rows: [{ agentId: 'ann', outcome: 'loggedOut' }, { agentId: 'bob' }],
    counts: { matched: 2, loggedOut: 2 },
    refusal: { why: 'tooManyAgents', found: 2 },
  });
});

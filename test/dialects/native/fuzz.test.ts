import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { agentRoutes } from '#dialects/native/agents.ts';
import { apiKeyRoutes } from '#dialects/native/api-keys.ts';
import { auditRoutes } from '#dialects/native/audit.ts';
import { chatRoutes } from '#dialects/native/chats.ts';
import { desktopRoutes } from '#dialects/native/desktops.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { logoutScheduleRoutes } from '#dialects/native/logout-schedules.ts';
import { chatParticipantRoutes } from '#dialects/native/participants.ts';
import { pendingLogoutRoutes } from '#dialects/native/pending-logouts.ts';
import { problemUris } from '#dialects/native/problem-types.ts';
import { securityRoutes } from '#dialects/native/security.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { agentSettingsRoutes, chatSettingsRoutes } from '#dialects/native/settings.ts';
import { streamingEndpointRoutes } from '#dialects/native/streaming-endpoints.ts';
import { supervisorRoutes } from '#dialects/native/supervisors.ts';
import { teamRuleRoutes } from '#dialects/native/team-rules.ts';
import { anyCharacter } from '#test/support/any-characters.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { callOf } from '../call-route.ts';
import { refusedAnswer } from '../refused-answers.ts';
import { aRequest } from '../requests.ts';
import { calls, sessionClaims, topicArn } from './calls.ts';

const routes = [
  ...agentRoutes,
  ...sessionRoutes,
  ...desktopRoutes,
  ...forceLogoutRoutes,
  ...logoutJobRoutes,
  ...logoutScheduleRoutes,
  ...pendingLogoutRoutes,
  ...auditRoutes,
  ...agentSettingsRoutes,
  ...chatSettingsRoutes,
  ...teamRuleRoutes,
  ...securityRoutes,
  ...apiKeyRoutes,
  ...streamingEndpointRoutes({ topicArns: [topicArn], plainWebhooks: false }),
  ...chatRoutes,
  ...chatParticipantRoutes,
  ...supervisorRoutes,
];
type Route = (typeof routes)[number];

const problem = z.strictObject({
  type: z.enum(problemUris),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  requestId: z.literal('request-1'),
  errors: z
    .array(z.strictObject({ path: z.string().max(500), message: z.string().min(1).max(400) }))
    .min(1)
    .max(21)
    .optional(),
});

/** Calls the use case with arguments that it can have, or refuses with a valid answer; anything else fails the test. */
async function calledOrRefused(route: Route, parts: Parameters<typeof aRequest>[0]): Promise<void> {
  const work = callOf(route, { ...aRequest(parts), claimsOf: async () => sessionClaims });
  const call = await work.catch(() => undefined);
  if (call) return expect(calls[route.key]?.safeParse(call).error).toBeUndefined();
  const answer = await refusedAnswer(route, work);
  expect([400, 403, 404]).toContain(answer.status);
  expect(problem.parse(answer.body).status).toBe(answer.status);
}

const texts = fc.constantFrom(
  ...['11', 'true', '50', 'Available', 'ROUTABLE', 'CHAT', 'immediate', 'a@b', '10.0.0.0/24', 'en', 'off'],
  ...['everybody', 'correct horse', 'https://a.example/', topicArn],
);
const ids = fc.oneof(texts, fc.string(), fc.nat().map(String));
const keys = ['select', 'agentIds', 'teamIds', 'ipAddresses', 'timing', 'reason', 'message', 'confirmEveryone'].concat([
  'name',
  'scopes',
  'overlapHours',
  'email',
  'agentNumber',
  'status',
  'statusType',
  'ipAddress',
  'takeOver',
  'channel',
  'customer',
  'displayName',
  'waitBlock',
  'role',
  'participantId',
  'timers',
  'language',
  'texts',
  'customerGoneMinutes',
  'afterAgentSignOut',
  'url',
  'topicArn',
  'password',
  'endSessions',
  'securityProfileId',
]);
const lists = fc.array(fc.oneof(texts, fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 4 });
const someSelect = fc.record({ agentIds: lists, teamIds: lists, ipAddresses: lists }, { requiredKeys: [] });
const someTimer = fc.record({
  role: fc.constantFrom('CUSTOMER', 'AGENT', 'SUPERVISOR'),
  type: fc.constantFrom('IDLE', 'DISCONNECT_NONCUSTOMER'),
  minutes: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.constantFrom('unset', 'Unset', 2.5, null)),
});
const someCustomer = fc.record({ displayName: fc.string() });
const someTexts = fc.dictionary(
  fc.constantFrom('de', 'zh-TW', 'pt'),
  fc.dictionary(fc.constantFrom('idle', 'returned', 'left'), fc.constantFrom('{displayName}?', '{name}', '')),
);
const someSession = fc.oneof(
  fc.record({ sessionId: ids }),
  fc.record({ leaseSeconds: fc.integer({ min: 8, max: 602 }) }),
  fc.record({ contactGraceSeconds: fc.oneof(fc.integer({ min: -2, max: 3602 }), texts) }),
  fc.record(
    { token: fc.string(), sentAt: fc.integer({ min: 0, max: 4e12 }), withinSeconds: fc.integer({ min: -2, max: 32 }) },
    { requiredKeys: ['token'] },
  ),
);
const anyMode = fc.constantFrom('off', 'dryRun', 'on', 'On', null);
const anyLimit = fc.oneof(fc.integer({ min: -1, max: 1_500 }), fc.constantFrom(2.5, '3', null));
const anyRule = fc.record(
  {
    mode: anyMode,
    contacts: anyLimit,
    minutes: anyLimit,
    hours: anyLimit,
    statuses: lists,
    exceptStatuses: lists,
    channels: fc.subarray(['VOICE', 'CHAT', 'TASK', 'FAX']),
  },
  { requiredKeys: ['mode'] },
);
const someRules = fc.oneof(
  fc.dictionary(fc.constantFrom('missedContacts', 'minutesInStatus', 'longContact', 'idle'), anyRule),
  fc.record({ missedContacts: fc.record({ mode: anyMode, contacts: anyLimit }) }),
  fc.record({ longContact: fc.record({ mode: anyMode, hours: anyLimit }) }),
);
const someSchedule = fc.record({
  request: fc.oneof(
    fc.record({ select: someSelect, startAt: texts }, { requiredKeys: ['select'] }),
    anyJson(keys, texts),
  ),
  days: fc.array(fc.constantFrom('MON', 'TUE', 'SUN', 'Sunday'), { maxLength: 3 }),
  at: fc.oneof(fc.constantFrom('00:00', '23:59', '24:00', '7:00'), fc.string()),
  timeZone: fc.oneof(fc.constantFrom('UTC', 'Europe/Berlin', 'CEST', '__proto__'), fc.string()),
});
const values = fc.oneof(texts, lists, fc.boolean(), fc.string({ unit: anyCharacter, maxLength: 600 }));
const body = fc.oneof(
  anyJson(keys, values),
  fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(values, someSelect, someCustomer, someTexts, fc.array(someTimer, { maxLength: 5 })),
  ),
  someSession,
  someRules,
  someSchedule,
  fc.constant(undefined),
);
const queryKeys = ['signedIn', 'teamId', 'status', 'ip', 'agentId', 'jobId', 'from', 'to', 'limit', 'cursor'];

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('every route has an entry, and every entry a route', () => {
  expect(Object.keys(calls).toSorted()).toEqual(routes.map(({ key }) => key).toSorted());
});

describe.each(routes.map((route) => [route.key, route] as const))('%s', (_, route) => {
  test('reads the whole of any request, or refuses it with a problem', async () => {
    const anyRequest = fc.record({
      path: fc.record({
        agentId: ids,
        contactId: ids,
        jobId: ids,
        participantId: ids,
        endpointId: ids,
        profileId: ids,
        scheduleId: ids,
        teamId: ids,
      }),
      query: fc.oneof(fc.constant({}), fc.constant({ signedIn: 'true' }), anyStrings(queryKeys, texts)),
      headers: fc.oneof(fc.constant({}), anyStrings(['idempotency-key'], texts)),
      body,
      sourceIp: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(anyRequest, (parts) => calledOrRefused(route, parts)),
      { numRuns: randomRuns(500) },
    );
  });

  test('survives a body nested at any depth', async () => {
    const path = {
      agentId: '11',
      contactId: 'c1',
      jobId: '7',
      participantId: 'p1',
      endpointId: 'e1',
      profileId: 's1',
      scheduleId: 's1',
      teamId: 't1',
    };
    for (const given of [
      deep(20_000),
      { select: deep(20_000) },
      { select: { agentIds: [deep(20_000)] } },
      { timers: [deep(20_000)] },
      { request: deep(20_000), days: [deep(20_000)], at: deep(20_000) },
      { password: deep(20_000), endSessions: deep(20_000) },
    ]) {
      await calledOrRefused(route, { path, body: given });
    }
  });
});

import * as z from 'zod';
import { scopes } from '#core/access/access.ts';
import { anyOrigin } from '../requests.ts';

const instanceId = z.literal('demo');
const caller = z.looseObject({ instanceId });
const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
const agent = z.strictObject({ instanceId, agentId: id });
const job = z.strictObject({ instanceId, jobId: z.int().positive() });
const schedule = z.strictObject({ instanceId, scheduleId: id });
const canceller = z.strictObject({ cancelledBy: z.literal('supervisor'), cancelledFrom: anyOrigin });
const contactId = z.string().min(1).max(256);
const chat = z.strictObject({ instanceId, contactId });
const page = z.strictObject({ limit: z.int().min(1).max(100), cursor: z.string().min(1).max(2_048).optional() });
const line = (longest: number) => z.string().refine((text) => [...text].length <= longest && text === text.trim());
const address = z.string().regex(/^[0-9a-f]{32}$/);
const range = z.strictObject({ first: address, last: address, text: z.string().max(100) });
const statusType = z.enum(['ROUTABLE', 'CUSTOM']);
const status = line(64).min(1);
const ruleMode = z.enum(['off', 'dryRun', 'on']);
const sentAt = z.int().min(1e12);
const displayName = line(256).min(1);
const language = z.enum(['de', 'en', 'es', 'fr', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW']);
const noticeText = line(500)
  .min(1)
  .regex(/^([^{}]|\{displayName\})*$/);
const notices = z.strictObject({
  idle: noticeText.optional(),
  returned: noticeText.optional(),
  disconnected: noticeText.optional(),
});
export const topicArn = 'arn:aws:sns:us-east-1:111111111111:chats';
const newParticipant = { participantId: z.uuid().lowercase().optional(), displayName };

/** The claims of the token that a desktop's page sends. */
export const sessionClaims = { kind: 'session', instanceId: 'demo', agentId: 'ann', sessionId: 's1', expiresAt: 1 };
const claims = z.object({ sessionId: z.literal('s1') });

const logoutOrder = z.strictObject({
  requestedBy: z.literal('supervisor'),
  from: anyOrigin,
  reason: line(256).min(1).optional(),
  message: line(250).min(1).optional(),
  deadline: z.strictObject({ minutes: z.int().min(1).max(1440), onDeadline: z.enum(['force', 'giveUp']) }).optional(),
  holdMinutes: z.int().min(1).max(1440).optional(),
});
const timing = z.enum(['immediate', 'afterContact']);
const scheduleContent = z.strictObject({
  request: z.strictObject({
    selector: z.strictObject({
      agentIds: z.array(id).max(1_000),
      teamIds: z.array(id).max(100),
      ipRanges: z.array(range).max(100),
    }),
    timing,
    order: logoutOrder,
    guard: z.strictObject({ confirmsEveryone: z.boolean() }),
  }),
  when: z.strictObject({
    days: z
      .array(z.enum(['MON', 'TUE', 'SUN']))
      .min(1)
      .max(3),
    minuteOfDay: z.int().min(0).max(1_439),
    timeZone: z.string().min(1).max(64),
  }),
  enabled: z.boolean(),
  keepsLimits: z.literal(true),
});

const call = <Args extends [z.ZodType, ...z.ZodType[]]>(useCase: string, ...args: Args) =>
  z.strictObject({ useCase: z.literal(useCase), args: z.tuple(args) });

/** By route: the use case that it calls, and every argument that this can have. */
export const calls: Readonly<Record<string, z.ZodType>> = {
  'PUT /v1/agents/{agentId}': call(
    'putProfile',
    agent,
    z.strictObject({
      name: line(128).min(1),
      email: z.email({ pattern: /@/ }).max(254),
      agentNumber: line(64),
      teamIds: z.array(id).max(20),
      securityProfileId: id.optional(),
    }),
  ),
  'GET /v1/agents/{agentId}': call('getAgent', agent),
  'DELETE /v1/agents/{agentId}': call('eraseAgent', agent),
  'POST /v1/supervisor-connections': call('requestWatch', caller),
  'GET /v1/agents': call(
    'listAgents',
    instanceId,
    z.strictObject({
      signedIn: z.boolean().optional(),
      teamId: id.optional(),
      status: status.optional(),
      ipRange: range.optional(),
    }),
    page,
  ),
  'PUT /v1/agents/{agentId}/session': call(
    'signIn',
    agent,
    z.strictObject({
      status,
      statusType,
      isDefaultStatus: z.literal(true).optional(),
      isAutomatic: z.literal(true).optional(),
      ipAddress: address,
      takeOver: z.boolean(),
      leaseSeconds: z.int().min(10).max(600).optional(),
    }),
  ),
  'PATCH /v1/agents/{agentId}/session': call('changeStatus', agent, z.strictObject({ status, statusType })),
  'DELETE /v1/agents/{agentId}/session': call('signOut', agent),
  'POST /v1/agents/{agentId}/session/heartbeat': call('heartbeat', agent, z.strictObject({ sessionId: id })),
  'PUT /v1/agents/{agentId}/contacts/{contactId}': call(
    'beginContact',
    agent,
    z.strictObject({ contactId, channel: z.enum(['VOICE', 'CHAT', 'TASK']) }),
  ),
  'DELETE /v1/agents/{agentId}/contacts/{contactId}': call('endContact', agent, contactId),
  'POST /v1/session/heartbeat': call('heartbeatByToken', claims, z.strictObject({ sentAt, from: address.optional() })),
  'POST /v1/session/leave': call(
    'leave',
    z.strictObject({ instanceId, agentId: z.literal('ann') }),
    z.strictObject({ sessionId: z.literal('s1'), sentAt, withinSeconds: z.int().min(0).max(30) }),
  ),
  'POST /v1/session/connection': call('requestSocket', claims),
  'POST /v1/force-logouts': call(
    'forceLogouts',
    instanceId,
    z.strictObject({
      agentIds: z.array(id).max(5_000),
      teamIds: z.array(id).max(100),
      ipRanges: z.array(range).max(100),
    }),
    z.strictObject({
      timing,
      order: logoutOrder,
    }),
  ),
  'GET /v1/force-logouts': call(
    'listLogoutJobs',
    instanceId,
    z.strictObject({
      status: z.enum(['scheduled', 'created', 'running', 'completed', 'failed', 'cancelled']).optional(),
    }),
    page,
  ),
  'PUT /v1/logout-schedules/{scheduleId}': call('putSchedule', schedule, scheduleContent, caller),
  'GET /v1/logout-schedules/{scheduleId}': call('getSchedule', schedule, caller),
  'GET /v1/logout-schedules': call('listSchedules', caller, page),
  'DELETE /v1/logout-schedules/{scheduleId}': call('deleteSchedule', schedule, caller),
  'DELETE /v1/agents/{agentId}/pending-logout': call('cancelLogout', agent, canceller),
  'DELETE /v1/force-logouts/{jobId}': call('cancelJob', job, canceller),
  'GET /v1/force-logouts/{jobId}': call('getLogoutJob', job),
  'GET /v1/force-logouts/{jobId}/results': call('listLogoutResults', job, page),
  'GET /v1/audit': call(
    'listAudit',
    instanceId,
    z.strictObject({
      agentId: id.optional(),
      jobId: z.int().positive().optional(),
      from: z.int().optional(),
      to: z.int().optional(),
    }),
    page,
  ),
  'GET /v1/agent-settings': call('getAgentSettings', instanceId),
  'PUT /v1/agent-settings': call(
    'putAgentSettings',
    instanceId,
    z.strictObject({ contactGraceSeconds: z.union([z.literal('off'), z.int().min(0).max(3600)]) }),
  ),
  'GET /v1/chat-settings': call('getChatSettings', instanceId),
  'PUT /v1/chat-settings': call(
    'putChatSettings',
    instanceId,
    z.strictObject({
      language,
      texts: z.partialRecord(language, notices),
      customerGoneMinutes: z.union([z.literal('off'), z.int().min(1).max(480)]),
      afterAgentSignOut: z.enum(['disconnectFlow', 'queue']),
    }),
  ),
  'GET /v1/teams/{teamId}/rules': call('getTeamRules', instanceId, id),
  'PUT /v1/teams/{teamId}/rules': call(
    'putTeamRules',
    instanceId,
    z.strictObject({
      teamId: id,
      missedContacts: z.strictObject({ mode: ruleMode, contacts: z.int().min(1).max(10) }).optional(),
      minutesInStatus: z
        .strictObject({
          mode: ruleMode,
          minutes: z.int().min(1).max(1440),
          statuses: z.array(status).min(1).max(20).optional(),
          exceptStatuses: z.array(status).min(1).max(20).optional(),
        })
        .optional(),
      longContact: z
        .strictObject({
          mode: ruleMode,
          hours: z.int().min(1).max(168),
          channels: z
            .array(z.enum(['VOICE', 'CHAT', 'TASK']))
            .min(1)
            .max(3)
            .optional(),
        })
        .optional(),
    }),
  ),
  'PUT /v1/security-profiles/{profileId}': call(
    'putSecurityProfile',
    z.strictObject({
      instanceId,
      profileId: id,
      endSessions: z.discriminatedUnion('of', [
        z.strictObject({ of: z.literal('everybody') }),
        z.strictObject({ of: z.literal('teams'), teamIds: z.array(id).max(20) }),
      ]),
    }),
  ),
  'GET /v1/security-profiles/{profileId}': call('getSecurityProfile', instanceId, id),
  'PUT /v1/agents/{agentId}/password': call(
    'putPassword',
    agent,
    z.string().refine((text) => [...text].length >= 8 && [...text].length <= 128),
  ),
  'POST /v1/api-keys': call(
    'createKey',
    caller,
    z.strictObject({ name: line(64).min(1), scopes: z.array(z.enum(scopes)).min(1).max(scopes.length) }),
  ),
  'GET /v1/api-keys': call('listKeys', caller),
  'POST /v1/api-keys/{keyId}/rotate': call(
    'rotateKey',
    caller,
    z.strictObject({ keyId: id, overlapHours: z.int().min(0).max(168) }),
  ),
  'DELETE /v1/api-keys/{keyId}': call('revokeKey', caller, id),
  'GET /v1/streaming-endpoints': call('listEndpoints', instanceId),
  'PUT /v1/streaming-endpoints/{endpointId}': call(
    'putEndpoint',
    z.strictObject({
      instanceId,
      endpointId: id,
      events: z
        .array(z.enum(['chats', 'jobs']))
        .min(1)
        .max(2),
      target: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('webhook'), url: z.url({ protocol: /^https$/ }).max(2_048) }),
        z.strictObject({ type: z.literal('topic'), arn: z.literal(topicArn) }),
      ]),
    }),
  ),
  'DELETE /v1/streaming-endpoints/{endpointId}': call('removeEndpoint', instanceId, id),
  'PUT /v1/chats/{contactId}': call(
    'startChat',
    chat,
    z.strictObject({
      customer: z.strictObject(newParticipant),
      disconnectFlow: line(256).min(1).optional(),
      waitBlock: z.enum(['customer', 'customParticipant']).optional(),
      language: language.optional(),
    }),
  ),
  'PATCH /v1/chats/{contactId}': call(
    'moveFlow',
    chat,
    z
      .strictObject({
        disconnectFlow: line(256).min(1).nullable().optional(),
        waitBlock: z.enum(['customer', 'customParticipant']).nullable().optional(),
        language: language.nullable().optional(),
      })
      .refine((change) => Object.keys(change).length > 0),
  ),
  'GET /v1/chats': call('listOpenChats', instanceId, page),
  'GET /v1/chats/{contactId}': call('getChat', chat),
  'DELETE /v1/chats/{contactId}': call('endChat', chat),
  'PUT /v1/chats/{contactId}/timers': call(
    'configureTimers',
    chat,
    z
      .array(
        z.strictObject({
          role: z.enum(['CUSTOMER', 'AGENT']),
          type: z.enum(['IDLE', 'DISCONNECT_NONCUSTOMER']),
          value: z.union([z.literal('Unset'), z.int().min(2).max(480)]),
        }),
      )
      .min(1)
      .max(4),
  ),
  'POST /v1/chats/{contactId}/participants': call(
    'joinChat',
    chat,
    z.strictObject({
      ...newParticipant,
      role: z.enum(['AGENT', 'SUPERVISOR', 'CUSTOM_BOT']),
      agentId: id.optional(),
    }),
  ),
  'DELETE /v1/chats/{contactId}/participants/{participantId}': call('leaveChat', chat, id),
  'POST /v1/chats/{contactId}/activity': call('recordActivity', chat, id),
};

import * as z from 'zod';
import type { HttpRequest } from '#dialects/http.ts';
import { parsePutPassword } from '#dialects/native/agent-password.ts';
import { parseGetAgentSettings, parsePutAgentSettings } from '#dialects/native/agent-settings.ts';
import { parseGetAgent, parseListAgents, parsePutAgent } from '#dialects/native/agents.ts';
import { parseGetChatSettings, parsePutChatSettings } from '#dialects/native/chat-settings.ts';
import { parseConfigureTimers } from '#dialects/native/chat-timers.ts';
import { parseEndChat, parseGetChat, parseStartChat } from '#dialects/native/chats.ts';
import { parseBeginContact, parseEndContact } from '#dialects/native/contacts.ts';
import { parseForceLogouts } from '#dialects/native/force-logouts.ts';
import { parseGetLogoutJob, parseListLogoutResults } from '#dialects/native/logout-jobs.ts';
import { parseActivity, parseJoinChat, parseLeaveChat } from '#dialects/native/participants.ts';
import { parseGetSecurityProfile, parsePutSecurityProfile } from '#dialects/native/security-profiles.ts';
import { parseChangeStatus, parseSignIn, parseSignOut } from '#dialects/native/session.ts';
import {
  parseClientConnection,
  parseClientHeartbeat,
  parseHeartbeat,
  parseLeave,
} from '#dialects/native/session-client.ts';
import {
  parseDeleteStreamingEndpoint,
  parseListStreamingEndpoints,
  parsePutStreamingEndpoint,
} from '#dialects/native/streaming-endpoints.ts';

const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
const agent = z.strictObject({ instanceId: z.literal('demo'), agentId: id });
const job = z.strictObject({ instanceId: z.literal('demo'), jobId: z.int().positive() });
const contactId = z.string().min(1).max(256);
const chat = z.strictObject({ instanceId: z.literal('demo'), contactId });
const page = z.strictObject({ limit: z.int().min(1).max(100), cursor: z.string().min(1).max(2_048).optional() });
const line = (longest: number) => z.string().refine((text) => [...text].length <= longest && text === text.trim());
const address = z.string().regex(/^[0-9a-f]{32}$/);
const range = z.strictObject({ first: address, last: address, text: z.string().max(100) });
const statusType = z.enum(['ROUTABLE', 'CUSTOM']);
const status = line(64).min(1);
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
const topicArn = 'arn:aws:sns:us-east-1:111111111111:chats';
const newParticipant = { participantId: z.literal('p1'), displayName };

/** A route of the own API, with what its use case may be given. */
export interface Route {
  readonly parse: (request: HttpRequest) => unknown;
  readonly parsed: z.ZodType;
}

export const routes: Readonly<Record<string, Route>> = {
  'put agent': {
    parse: parsePutAgent,
    parsed: z.tuple([
      agent,
      z.strictObject({
        name: line(128).min(1),
        email: z.email({ pattern: /@/ }).max(254),
        agentNumber: line(64),
        teamIds: z.array(id).max(20),
        securityProfileId: id.optional(),
      }),
    ]),
  },
  'put password': {
    parse: parsePutPassword,
    parsed: z.tuple([agent, z.string().refine((text) => [...text].length >= 8 && [...text].length <= 128)]),
  },
  'put security profile': {
    parse: parsePutSecurityProfile,
    parsed: z.strictObject({
      instanceId: z.literal('demo'),
      profileId: id,
      endSessions: z.discriminatedUnion('of', [
        z.strictObject({ of: z.literal('everybody') }),
        z.strictObject({ of: z.literal('teams'), teamIds: z.array(id).max(20) }),
      ]),
    }),
  },
  'get security profile': { parse: parseGetSecurityProfile, parsed: z.tuple([z.literal('demo'), id]) },
  'get agent': { parse: parseGetAgent, parsed: agent },
  'list agents': {
    parse: parseListAgents,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({ teamId: id.optional(), status: status.optional(), ipRange: range.optional() }),
      page,
    ]),
  },
  'sign in': {
    parse: (request) => parseSignIn(request, 'session-1'),
    parsed: z.tuple([
      agent,
      z.strictObject({
        sessionId: z.literal('session-1'),
        status,
        statusType,
        ipAddress: address,
        takeOver: z.boolean(),
        leaseSeconds: z.int().min(10).max(600).optional(),
      }),
    ]),
  },
  heartbeat: { parse: parseHeartbeat, parsed: z.tuple([agent, z.strictObject({ sessionId: id })]) },
  'heartbeat of a page': {
    parse: parseClientHeartbeat,
    parsed: z.strictObject({ token: z.string(), saidAt: z.int().min(1e12) }),
  },
  'leave of a page': {
    parse: parseLeave,
    parsed: z.strictObject({ token: z.string(), saidAt: z.int().min(1e12), withinSeconds: z.int().min(0).max(30) }),
  },
  'connection of a page': { parse: parseClientConnection, parsed: z.strictObject({ token: z.string() }) },
  'put agent settings': {
    parse: parsePutAgentSettings,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({ contactGraceSeconds: z.union([z.literal('off'), z.int().min(0).max(3600)]) }),
    ]),
  },
  'get agent settings': { parse: parseGetAgentSettings, parsed: z.literal('demo') },
  'change status': { parse: parseChangeStatus, parsed: z.tuple([agent, z.strictObject({ status, statusType })]) },
  'sign out': { parse: parseSignOut, parsed: agent },
  'begin contact': {
    parse: parseBeginContact,
    parsed: z.tuple([agent, z.strictObject({ contactId, channel: z.enum(['VOICE', 'CHAT', 'TASK']) })]),
  },
  'end contact': { parse: parseEndContact, parsed: z.tuple([agent, contactId]) },
  'force logouts': {
    parse: parseForceLogouts,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({
        agentIds: z.array(id).max(5_000),
        teamIds: z.array(id).max(100),
        ipRanges: z.array(range).max(100),
      }),
      z.strictObject({
        timing: z.enum(['immediate', 'afterContact']),
        requestedBy: z.literal('supervisor'),
        reason: line(256).min(1).optional(),
        message: line(512).min(1).optional(),
      }),
    ]),
  },
  'get logout job': { parse: parseGetLogoutJob, parsed: job },
  'start chat': {
    parse: (request) => parseStartChat(request, 'p1'),
    parsed: z.tuple([
      chat,
      z.strictObject({
        customer: z.strictObject(newParticipant),
        disconnectFlow: line(256).min(1).optional(),
        waitBlock: z.enum(['customer', 'customParticipant']).optional(),
        language: language.optional(),
      }),
    ]),
  },
  'get chat': { parse: parseGetChat, parsed: chat },
  'end chat': { parse: parseEndChat, parsed: chat },
  'join chat': {
    parse: (request) => parseJoinChat(request, 'p1'),
    parsed: z.tuple([
      chat,
      z.strictObject({
        ...newParticipant,
        role: z.enum(['AGENT', 'SUPERVISOR', 'CUSTOM_BOT']),
        agentId: id.optional(),
      }),
    ]),
  },
  'leave chat': { parse: parseLeaveChat, parsed: z.tuple([chat, id]) },
  activity: { parse: parseActivity, parsed: z.tuple([chat, id]) },
  'configure timers': {
    parse: parseConfigureTimers,
    parsed: z.tuple([
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
    ]),
  },
  'get chat settings': { parse: parseGetChatSettings, parsed: z.literal('demo') },
  'put chat settings': {
    parse: parsePutChatSettings,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({
        language,
        texts: z.partialRecord(language, notices),
        customerGoneMinutes: z.union([z.literal('off'), z.int().min(1).max(480)]),
      }),
    ]),
  },
  'put streaming endpoint': {
    parse: (request) => parsePutStreamingEndpoint(request, { topicArns: [topicArn], plainWebhooks: false }),
    parsed: z.strictObject({
      instanceId: z.literal('demo'),
      endpointId: id,
      target: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('webhook'), url: z.url({ protocol: /^https$/ }).max(2_048) }),
        z.strictObject({ type: z.literal('topic'), arn: z.literal(topicArn) }),
      ]),
    }),
  },
  'list streaming endpoints': { parse: parseListStreamingEndpoints, parsed: z.literal('demo') },
  'delete streaming endpoint': { parse: parseDeleteStreamingEndpoint, parsed: z.tuple([z.literal('demo'), id]) },
  'list logout results': { parse: parseListLogoutResults, parsed: z.tuple([job, page]) },
};

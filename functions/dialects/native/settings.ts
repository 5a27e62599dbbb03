import * as z from 'zod';
import { type AgentSettings, defaultAgentSettings } from '#core/agents/lease.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import {
  afterSignOut,
  type ChatSettings,
  defaultChatSettings,
  type Language,
  languages,
  type Notice,
} from '#core/chats/chat-settings.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { line, wholeNumber } from '../fields.ts';
import type { HttpAnswer } from '../http.ts';
import { limited } from '../limited.ts';
import { closedObject, mustBe, noBody, noQuery, sizeOf } from '../request-schema.ts';
import { nativeRoute } from './problem.ts';

function wholeNumberOrOff(of: string, [from, to]: readonly [number, number]) {
  const or = ', or "off"';
  return z.union([z.literal('off'), wholeNumber(of, [from, to], or)], {
    error: mustBe(`a whole number of ${of}, ${from} to ${to}${or}`),
  });
}

const contactGraceSeconds = wholeNumberOrOff('seconds', [0, 3600]);
const agentSettingsAnswer = z.strictObject({ contactGraceSeconds });

const renderAgentSettings = ({ contactGraceSeconds }: AgentSettings): HttpAnswer => ({
  status: 200,
  body: { contactGraceSeconds },
});

const getAgentSettings = nativeRoute({
  key: 'GET /v1/agent-settings',
  scope: 'sessions:read',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: agentSettingsAnswer },
  run: (useCases: AgentUseCases, _, { caller }) => useCases.getAgentSettings(caller.instanceId),
  render: renderAgentSettings,
});

/** A setting that is left out gets its default. */
const putAgentSettings = nativeRoute({
  key: 'PUT /v1/agent-settings',
  scope: 'sessions:write',
  request: z.object({
    query: noQuery,
    body: closedObject({
      contactGraceSeconds: contactGraceSeconds.default(defaultAgentSettings.contactGraceSeconds),
    }),
  }),
  answers: { 200: agentSettingsAnswer },
  run: (useCases: AgentUseCases, { body }, { caller }) => useCases.putAgentSettings(caller.instanceId, body),
  render: (_, { body }) => renderAgentSettings(body),
});

/** How sessions of agents behave in an instance. */
export const agentSettingsRoutes = [getAgentSettings, putAgentSettings];

/** The language of the notices that people in a chat see. */
export const language = z.enum(languages, { error: mustBe(`one of ${languages.join(', ')}`) });

const noticeText = line(500, { got: sizeOf }).refine((text) => !/[{}]/.test(text.replaceAll('{displayName}', '')), {
  error: 'Must have no braces but those of {displayName}: nothing else is filled in',
});

const noticeTexts = closedObject({
  idle: noticeText.exactOptional(),
  returned: noticeText.exactOptional(),
  disconnected: noticeText.exactOptional(),
} satisfies Record<Notice, unknown>).exactOptional();

const texts = closedObject({
  de: noticeTexts,
  en: noticeTexts,
  es: noticeTexts,
  fr: noticeTexts,
  it: noticeTexts,
  ja: noticeTexts,
  ko: noticeTexts,
  'pt-BR': noticeTexts,
  'zh-CN': noticeTexts,
  'zh-TW': noticeTexts,
} satisfies Record<Language, unknown>);

/** As long as a timer of a chat. */
const customerGoneMinutes = wholeNumberOrOff('minutes', [1, 480]);

const afterAgentSignOut = z.enum(afterSignOut, { error: mustBe(afterSignOut.join(' or ')) });

const chatSettingsAnswer = z.strictObject({ language, texts, customerGoneMinutes, afterAgentSignOut });

const renderChatSettings = ({ language, texts, customerGoneMinutes, afterAgentSignOut }: ChatSettings): HttpAnswer => ({
  status: 200,
  body: { language, texts, customerGoneMinutes, afterAgentSignOut },
});

const getChatSettings = nativeRoute({
  key: 'GET /v1/chat-settings',
  scope: 'sessions:read',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: chatSettingsAnswer },
  run: (useCases: ChatUseCases, _, { caller }) => useCases.getChatSettings(caller.instanceId),
  render: renderChatSettings,
});

/** A setting that is left out gets its default. */
const putChatSettings = limited(
  nativeRoute({
    key: 'PUT /v1/chat-settings',
    scope: 'timers:configure',
    request: z.object({
      query: noQuery,
      body: closedObject({
        language: language.default(defaultChatSettings.language),
        texts: texts.default(defaultChatSettings.texts),
        customerGoneMinutes: customerGoneMinutes.default(defaultChatSettings.customerGoneMinutes),
        afterAgentSignOut: afterAgentSignOut.default(defaultChatSettings.afterAgentSignOut),
      }),
    }),
    answers: { 200: chatSettingsAnswer },
    run: (useCases: ChatUseCases, { body }, { caller }) => useCases.putChatSettings(caller.instanceId, body),
    render: (_, { body }) => renderChatSettings(body),
  }),
);

/** How chats behave in an instance. */
export const chatSettingsRoutes = [getChatSettings, putChatSettings];

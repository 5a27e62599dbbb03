import * as z from 'zod';
import { defaultSettings, type InstanceSettings } from '#core/chats/instance-settings.ts';
import { type Language, languages, type Notice } from '#core/chats/notices.ts';
import { line } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';

/** In which language people in a chat are shown what happens. */
export const language = z.enum(languages, { error: mustBe(`one of ${languages.join(', ')}`) });

const noticeText = line(500, { got: sizeOf }).refine((text) => !/[{}]/.test(text.replaceAll('{displayName}', '')), {
  error: 'Must have no braces but those of {displayName}: nothing else is filled in',
});

const ofOneLanguage = closedObject({
  idle: noticeText.exactOptional(),
  returned: noticeText.exactOptional(),
  disconnected: noticeText.exactOptional(),
} satisfies Record<Notice, unknown>);
const maybe = ofOneLanguage.exactOptional();

const texts = closedObject({
  de: maybe,
  en: maybe,
  es: maybe,
  fr: maybe,
  it: maybe,
  ja: maybe,
  ko: maybe,
  'pt-BR': maybe,
  'zh-CN': maybe,
  'zh-TW': maybe,
} satisfies Record<Language, unknown>);

/** As long as a timer of a chat may be. */
const longestGone = 480;
const goneError = mustBe(`a whole number of minutes, 1 to ${longestGone}, or "off"`);
const goneMinutes = z.int({ error: goneError }).min(1, { error: goneError }).max(longestGone, { error: goneError });
const customerGoneMinutes = z.union([z.literal('off'), goneMinutes], { error: goneError });

const putSettings = z.object({
  query: noQuery,
  body: closedObject({
    language: language.default(defaultSettings.language),
    texts: texts.default(defaultSettings.texts),
    customerGoneMinutes: customerGoneMinutes.default(defaultSettings.customerGoneMinutes),
  }),
});

/** `PUT /v1/chat-settings`: what is left out is as it was at the beginning. */
export function parsePutChatSettings(request: HttpRequest): readonly [instanceId: string, InstanceSettings] {
  requireScope(request.caller, 'timers:configure');
  return [request.caller.instanceId, parseRequest(putSettings, request).body];
}

const getSettings = z.object({ query: noQuery, body: noBody });

/** `GET /v1/chat-settings` of the caller's instance. */
export function parseGetChatSettings(request: HttpRequest): string {
  requireScope(request.caller, 'sessions:read');
  parseRequest(getSettings, request);
  return request.caller.instanceId;
}

export const renderChatSettings = ({ language, texts, customerGoneMinutes }: InstanceSettings): HttpAnswer => ({
  status: 200,
  body: { language, texts, customerGoneMinutes },
});

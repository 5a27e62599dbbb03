import * as z from 'zod';
import type { NewMessage } from '#core/chats/send-message.ts';
import type { Signal } from '#core/chats/send-signal.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { isTextOf } from '../fields.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe, sizeOf } from '../request-schema.ts';
import {
  chatKeyOf,
  clientToken,
  instant,
  jsonOf,
  members,
  messageTypes,
  shownWord,
  signalTypes,
  systemEventIn,
} from './fields.ts';
import { participantRoute, refusedParticipant } from './problem.ts';

const sentAnswer = z.strictObject({ Id: z.string(), AbsoluteTime: instant });

const renderSent = (id: string, at: Instant): HttpAnswer => ({
  status: 200,
  body: { Id: id, AbsoluteTime: toIso(at) },
});

const contentTypes = Object.values(messageTypes);
const jsonTypes: readonly string[] = [messageTypes.json, messageTypes.interactiveResponse];
const longest = { text: 1_024, json: 12_000 } as const;

const message = members({
  ContentType: z.enum(contentTypes, { error: mustBe(contentTypes.join(' or '), shownWord) }),
  Content: z.string({ error: mustBe('a text', sizeOf) }),
  ClientToken: clientToken,
})
  .superRefine(({ ContentType, Content }, { issues }) => {
    const message = faultOf(Content, jsonTypes.includes(ContentType) ? 'json' : 'text');
    if (message !== undefined) issues.push({ code: 'custom', path: ['Content'], input: Content, message });
  })
  .transform(
    ({ ContentType, Content, ClientToken }): NewMessage => ({
      contentType: ContentType,
      content: Content,
      ...(ClientToken !== undefined && { clientToken: ClientToken }),
    }),
  );

function faultOf(content: string, kind: 'text' | 'json'): string | undefined {
  if (!isTextOf(content, 1, longest[kind])) {
    return mustBe(`1 to ${longest[kind]} characters`, sizeOf)({ input: content });
  }
  return kind === 'json' && jsonOf(content) === undefined ? 'Must be JSON, and cannot be read as such' : undefined;
}

/** SendMessage. */
export const sendMessage = participantRoute({
  key: 'POST /participant/message',
  isFrequent: true,
  tokenKind: 'connection',
  throttleShare: 0.13,
  request: z.object({ body: message }),
  answers: { 200: sentAnswer },
  run: (useCases: ChatUseCases, { body }, { claims }) =>
    useCases.sendMessage(chatKeyOf(claims), claims.participantId, body),
  render(outcome) {
    if (outcome.type !== 'sent') throw refusedParticipant(outcome.type);
    return renderSent(outcome.message.messageId, outcome.message.at);
  },
});

const eventTypes = Object.values(signalTypes);
const receiptTypes: readonly string[] = [signalTypes.delivered, signalTypes.read];
const longestContent = 1_024;

const mustBeSignal = mustBe(eventTypes.join(' or '), shownWord);
const typeError = (issue: { readonly input?: unknown }) => {
  const name = systemEventIn(issue.input);
  return name === undefined ? mustBeSignal(issue) : `Must be an event of a participant: only Lastcall sends ${name}`;
};
const contentError = mustBe(`a text of at most ${longestContent} characters`, sizeOf);

/** The content of a receipt is the id of a message. Clients add members, such as `disableThrottle` of the stock one. */
const receipt = z.object({ messageId: z.string().regex(/^[\x21-\x7e]{1,256}$/) });

const event = members({
  ContentType: z.enum(eventTypes, { error: typeError }),
  Content: z
    .string({ error: contentError })
    .refine((given) => isTextOf(given, 0, longestContent), { error: contentError })
    .nullish(),
  ClientToken: clientToken,
}).transform(({ ContentType, Content, ClientToken }, { issues }): Signal => {
  const content = receiptTypes.includes(ContentType) ? messageIdIn(Content, issues) : Content;
  return {
    contentType: ContentType,
    ...(content && { content }),
    ...(ClientToken !== undefined && { clientToken: ClientToken }),
  };
});

function messageIdIn(content: string | null | undefined, issues: z.core.$ZodRawIssue[]): string {
  const read = receipt.safeParse(jsonOf(content ?? ''), { jitless: true });
  if (read.success) return read.data.messageId;
  const message = `Must be {"messageId": "…"} for a receipt, ${content ? `got ${sizeOf(content)}` : 'but is missing'}`;
  issues.push({ code: 'custom', path: ['Content'], input: content, message });
  return z.NEVER;
}

/** SendEvent. */
export const sendEvent = participantRoute({
  key: 'POST /participant/event',
  isFrequent: true,
  tokenKind: 'connection',
  throttleShare: 0.11,
  request: z.object({ body: event }),
  answers: { 200: sentAnswer },
  run: ({ sendSignal }: ChatUseCases, { body }, { claims }) =>
    sendSignal(chatKeyOf(claims), claims.participantId, body),
  render(outcome) {
    if (outcome.type !== 'sent') throw refusedParticipant(outcome.type);
    return renderSent(outcome.signal.signalId, outcome.signal.at);
  },
});

import * as z from 'zod';
import type { Saying, SendOutcome } from '#core/chats/send-message.ts';
import { type Instant, toIso } from '#core/instant.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { parseRequest } from '../request-schema.ts';
import { isTextOf } from '../text-length.ts';
import { messageTypes } from './content-types.ts';
import { clientToken, jsonOf, members, shownWord } from './fields.ts';
import { refusedParticipant } from './refusals.ts';
import type { ParticipantRequest } from './request.ts';

const contentTypes = Object.values(messageTypes);
const jsonTypes: readonly string[] = [messageTypes.json, messageTypes.interactiveResponse];
const longest = { text: 1_024, json: 12_000 } as const;

const message = z.object({
  body: members({
    ContentType: z.enum(contentTypes, { error: mustBe(contentTypes.join(' or '), shownWord) }),
    Content: z.string({ error: mustBe('a text', sizeOf) }),
    ClientToken: clientToken,
  }).superRefine(({ ContentType, Content }, { issues }) => {
    const message = faultOf(Content, jsonTypes.includes(ContentType) ? 'json' : 'text');
    if (message !== undefined) issues.push({ code: 'custom', path: ['Content'], input: Content, message });
  }),
});

function faultOf(content: string, kind: 'text' | 'json'): string | undefined {
  if (!isTextOf(content, 1, longest[kind])) {
    return mustBe(`1 to ${longest[kind]} characters`, sizeOf)({ input: content });
  }
  return kind === 'json' && jsonOf(content) === undefined ? 'Must be JSON, and cannot be read as such' : undefined;
}

/** `POST /participant/message`: SendMessage. */
export function parseMessage(request: ParticipantRequest): Saying {
  const { ContentType, Content, ClientToken } = parseRequest(message, request).body;
  return {
    contentType: ContentType,
    content: Content,
    ...(ClientToken !== undefined && { clientToken: ClientToken }),
  };
}

/** @throws RefusedRequest when it was not sent. */
export function renderMessage(outcome: SendOutcome): HttpAnswer {
  if (outcome.type !== 'sent') throw refusedParticipant(outcome.type);
  const { messageId, at } = outcome.message;
  return renderSent({ id: messageId, at });
}

/** The answer to whatever was sent: its id and when it was. */
export const renderSent = ({ id, at }: { readonly id: string; readonly at: Instant }): HttpAnswer => ({
  status: 200,
  body: { Id: id, AbsoluteTime: toIso(at) },
});

import * as z from 'zod';
import type { Signal, SignalOutcome } from '#core/chats/send-signal.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { parseRequest } from '../request-schema.ts';
import { isTextOf } from '../text-length.ts';
import { signalTypes, systemEventIn } from './content-types.ts';
import { clientToken, jsonOf, members, shownWord } from './fields.ts';
import { renderSent } from './message.ts';
import { refusedParticipant } from './refusals.ts';
import type { ParticipantRequest } from './request.ts';

const contentTypes = Object.values(signalTypes);
const receiptTypes: readonly string[] = [signalTypes.delivered, signalTypes.read];
const longestContent = 1_024;

const mustBeSignal = mustBe(contentTypes.join(' or '), shownWord);
const typeError = (issue: { readonly input?: unknown }) => {
  const name = systemEventIn(issue.input);
  return name === undefined ? mustBeSignal(issue) : `Must be an event of a participant: only Lastcall sends ${name}`;
};
const contentError = mustBe(`a text of at most ${longestContent} characters`, sizeOf);

/** Clients may add keys of their own, such as `disableThrottle` of the stock one. */
const receipt = z.object({ messageId: z.string().regex(/^[\x21-\x7e]{1,256}$/) });

const event = z.object({
  body: members({
    ContentType: z.enum(contentTypes, { error: typeError }),
    Content: z
      .string({ error: contentError })
      .refine((given) => isTextOf(given, 0, longestContent), { error: contentError })
      .nullish(),
    ClientToken: clientToken,
  }).transform(({ ContentType, Content, ClientToken }, { issues }): Signal & { readonly clientToken?: string } => {
    const content = receiptTypes.includes(ContentType) ? messageIdIn(Content, issues) : Content;
    return {
      contentType: ContentType,
      ...(content && { content }),
      ...(ClientToken !== undefined && { clientToken: ClientToken }),
    };
  }),
});

function messageIdIn(content: string | null | undefined, issues: z.core.$ZodRawIssue[]): string {
  const read = receipt.safeParse(jsonOf(content ?? ''), { jitless: true });
  if (read.success) return read.data.messageId;
  const message = `Must be {"messageId": "…"} for a receipt, ${content ? `got ${sizeOf(content)}` : 'but is missing'}`;
  issues.push({ code: 'custom', path: ['Content'], input: content, message });
  return z.NEVER;
}

/**
 * `POST /participant/event`: SendEvent. The content of a receipt is the id of the message that has arrived or been read.
 */
export const parseSignal = (request: ParticipantRequest): Signal & { readonly clientToken?: string } =>
  parseRequest(event, request).body;

/** @throws RefusedRequest when it was not sent. */
export function renderSignal(outcome: SignalOutcome): HttpAnswer {
  if (outcome.type !== 'sent') throw refusedParticipant(outcome.type);
  const { signalId, at } = outcome.signal;
  return renderSent({ id: signalId, at });
}

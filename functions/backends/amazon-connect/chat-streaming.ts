import * as z from 'zod/mini';
import type { ChatFollowing } from '#core/chats/ports.ts';

/** Where chats are streamed to, and what becomes of those whose agent is silent. */
export interface ChatStreaming extends Pick<ChatFollowing, 'silentAgent'> {
  /** A standard SNS topic in the region of the instances. */
  readonly topicArn: string;
}

const form = z.tuple([z.enum(['end', 'report']), z.string().check(z.startsWith('arn:'))]);

/** Reads the variable that the deployment sets, such as `report;arn:aws:sns:…`. It is empty if no chat is streamed. */
export function chatStreaming(text: string): ChatStreaming | undefined {
  if (text === '') return undefined;
  const [silentAgent, topicArn] = form.parse(text.split(';'));
  return { silentAgent, topicArn };
}

import type { Chat, FlowPosition } from './chat.ts';
import { changed, type Decided, done, refused } from './decision.ts';

/** What of a position changes. `null` clears a member; members that are absent stay. */
export type FlowChange = { readonly [Name in keyof FlowPosition]?: FlowPosition[Name] | null };

/**
 * The flow has moved on. A repeat changes nothing. No timer starts or stops: the position counts when an auto-disconnect
 * asks where the chat continues.
 */
export function moveFlow(chat: Chat | undefined, change: FlowChange): Decided<'unknownChat' | 'ended'> {
  if (!chat) return refused(chat, 'unknownChat');
  if (chat.ended) return refused(chat, 'ended');
  const before = positionOf(chat);
  const after = positionOf({ ...before, ...change });
  if (isSamePosition(before, after)) return done(changed(chat));
  const { language: _, disconnectFlow: __, waitBlock: ___, ...others } = chat;
  return done(changed({ ...others, ...after, startedWith: startOf(chat) }));
}

/** The position that a chat was started with, wherever the flow is now. */
export const startOf = (chat: Chat): FlowPosition => chat.startedWith ?? positionOf(chat);

export const isSamePosition = (one: FlowPosition, other: FlowPosition): boolean =>
  one.language === other.language && one.disconnectFlow === other.disconnectFlow && one.waitBlock === other.waitBlock;

const positionOf = ({ language, disconnectFlow, waitBlock }: FlowChange): FlowPosition => ({
  ...(language != null && { language }),
  ...(disconnectFlow != null && { disconnectFlow }),
  ...(waitBlock != null && { waitBlock }),
});

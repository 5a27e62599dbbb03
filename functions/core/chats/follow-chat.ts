import { expire } from './activity.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatNews } from './chat-news.ts';
import type { ChatSettings } from './chat-settings.ts';
import type { ChangeChat } from './decision.ts';
import { endPaid, type FollowSettings, follow, unfollowed } from './follow.ts';
import type { ChatBackends, ChatFollowing } from './ports.ts';

interface Ports {
  readonly changeChat: ChangeChat;
  readonly chatBackends: ChatBackends;
  readonly settingsOf: (instanceId: string) => Promise<ChatSettings>;
  readonly chatDays?: () => number;
}

/** What chats of an instance begin with when they are followed. */
export const makeFollowSettings =
  ({ settingsOf, chatDays }: Pick<Ports, 'settingsOf' | 'chatDays'>) =>
  async (instanceId: string, { silentAgent }: ChatFollowing): Promise<FollowSettings> => {
    const { customerGoneMinutes } = await settingsOf(instanceId);
    return {
      silentAgent,
      ...(chatDays && { lifeDays: chatDays() }),
      ...(customerGoneMinutes !== 'off' && { goneMinutes: customerGoneMinutes }),
    };
  };

/** What became of news: `notFollowed` if the chat is one of Lastcall's own, or nobody follows chats of this instance. */
export type FollowOutcome = 'done' | 'unknownChat' | 'ended' | 'notFollowed';

/** Follows chats of backends by the news of them. A queue repeats each until it succeeds. */
export function makeFollowChat(ports: Ports) {
  const followSettings = makeFollowSettings(ports);
  return async (news: ChatNews): Promise<FollowOutcome> => {
    const following = ports.chatBackends(news.key.instanceId)?.following;
    if (!following) return 'notFollowed';
    const settings = await followSettings(news.key.instanceId, following);
    const decide = (chat: Chat | undefined, now: number) => follow(chat, news, settings, now);
    return (await ports.changeChat(news.key, decide, { delivery: 'repeated' })).type;
  };
}

/** What a wake-up of a chat does: what is due here, and then in the backend. @throws BackendError, and it is repeated */
export function makeWakeChat({ changeChat, chatBackends }: Pick<Ports, 'changeChat' | 'chatBackends'>) {
  return async (key: ChatKey): Promise<void> => {
    const following = chatBackends(key.instanceId)?.following;
    const decide = (chat: Chat | undefined, now: number) =>
      chat?.followed && !following ? unfollowed(chat, now) : expire(chat, now);
    const outcome = await changeChat(key, decide, { delivery: 'repeated' });
    const { followed } = outcome.type === 'done' ? outcome.chat : {};
    if (!following || !followed?.owesEnd) return;
    await following.endChat({ ...key, contactId: followed.legIds.at(-1) ?? key.contactId });
    await changeChat(key, endPaid);
  };
}

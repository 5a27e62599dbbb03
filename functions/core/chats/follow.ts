import { type Instant, seconds } from '../instant.ts';
import {
  type Chat,
  type ChatKey,
  customerOf,
  type Followed,
  findParticipant,
  type Participant,
  timerRoleOf,
  withParticipant,
} from './chat.ts';
import type { ChatNews, Somebody } from './chat-news.ts';
import { type ChatWithEvents, changed, type Decided, done, ofParticipant, refused } from './decision.ts';
import { endChat, ended, join, leave, startChat } from './participation.ts';

// Chats that run in a backend. Lastcall learns what happens there from news, which arrive late, twice and in any order.

/** What a chat that is followed begins with. */
export interface FollowSettings extends Pick<Followed, 'silentAgent'> {
  readonly lifeDays?: number;
  readonly goneMinutes?: number;
}

/** The id of the customer in a chat that is followed: the timers may be set before the backend has named anybody. */
const followedCustomer = 'customer';

/** A chat of a backend, from when Lastcall follows it. */
export function beginFollowed(
  key: ChatKey,
  legId: string,
  { silentAgent, ...settings }: FollowSettings,
  at: Instant,
): ChatWithEvents {
  const customer = { participantId: followedCustomer, displayName: 'Customer' };
  const { events, outcome } = startChat(undefined, key, { customer, ...settings }, at);
  if (outcome.type !== 'done') throw new TypeError('A chat that is not there can always be started');
  return changed({ ...outcome.chat, followed: { legIds: [legId], legSince: at, silentAgent } }, ...events);
}

/**
 * What news change. They are idempotent and may come in any order: everything counts from when it happened, the silence of a
 * participant only moves forward, and whoever has left stays away. So doubles need not be remembered by their ids.
 */
export function follow(
  chat: Chat | undefined,
  news: ChatNews,
  settings: FollowSettings,
  now: Instant,
): Decided<'unknownChat' | 'ended' | 'notFollowed'> {
  // Clocks differ; nothing has happened in the future.
  const at = Math.min(news.at, now);
  if (chat && !chat.followed) return refused(chat, 'notFollowed');
  if (chat?.ended) return chat.followed?.owesEnd && news.type === 'ended' ? endPaid(chat) : refused(chat, 'ended');
  if (!chat && (news.type === 'ended' || news.type === 'left')) return refused(chat, 'unknownChat');
  const begun = chat ? changed(chat) : beginFollowed(news.key, news.legId, settings, at);
  const onLeg = withLeg(begun.chat, news.legId, at);
  const change = followed(onLeg, news, at);
  return done(changed(change.chat, ...begun.events, ...change.events));
}

function followed(chat: Chat, news: ChatNews, at: Instant): ChatWithEvents {
  if (news.type === 'ended') return withoutDebt(stepOf(chat, endChat(chat, at)));
  const { who } = news;
  if (who.role === 'CUSTOMER') return byCustomer(chat, news, at);
  if (who.role === 'SYSTEM') return changed(news.type === 'wrote' ? unreceived(chat, at) : chat);
  const found = findParticipant(chat, who.participantId);
  if (news.type === 'left')
    return found ? stepOf(chat, leave(chat, found.participantId, at)) : leftUnseen(chat, who, at);
  if (news.type === 'seen') return changed(chat);
  // A message may arrive before the news that its writer has joined.
  const joined = found && news.type === 'wrote' ? changed(chat) : joinedAt(chat, who, at);
  if (news.type === 'joined') return joined;
  const written = wrote(joined.chat, findParticipant(joined.chat, who.participantId), at);
  return changed(unreceived(written.chat, at), ...joined.events, ...written.events);
}

function byCustomer(chat: Chat, news: Exclude<ChatNews, { type: 'ended' }>, at: Instant): ChatWithEvents {
  const customer = customerOf(chat);
  if (!customer) return changed(chat);
  if (news.type === 'left') return withoutDebt(stepOf(chat, leave(chat, customer.participantId, at)));
  // Who types all the time does not write all the time.
  const isNoted = news.type === 'seen' && !news.isReceipt && customer.goneSince === undefined;
  if (isNoted && at - lastSeen(customer) < seenApart) return changed(chat);
  const there = withParticipantSeen(chat, customer, at);
  if (news.type === 'wrote') return wrote(there, customerOf(there), at);
  if (news.type !== 'seen' || !news.isReceipt || !there.followed || there.followed.sendsReceipts) return changed(there);
  return changed({ ...there, followed: { ...there.followed, sendsReceipts: true } });
}

const seenApart = seconds(20);

/** The customer's client is there. */
function withParticipantSeen(chat: Chat, { goneSince, ...customer }: Participant, at: Instant): Chat {
  if (at <= lastSeen(customer)) return chat;
  const isStillGone = goneSince !== undefined && goneSince > at;
  return withParticipant(chat, { ...customer, requestedAt: at, ...(isStillGone && { goneSince }) });
}

const lastSeen = ({ joinedAt, wroteAt = 0, requestedAt = 0 }: Omit<Participant, 'goneSince'>) =>
  Math.max(joinedAt, wroteAt, requestedAt);

/** A participant has written. What was written before the silence that counts now, or after leaving, changes nothing. */
function wrote(chat: Chat, participant: Participant | undefined, at: Instant): ChatWithEvents {
  if (!participant || at <= participant.silentSince || at > (participant.leftAt ?? at)) return changed(chat);
  const { idleAt, ...active } = participant;
  const next = withParticipant(chat, { ...active, silentSince: at, wroteAt: at });
  if (idleAt === undefined) return changed(next);
  return changed(next, { type: 'ParticipantReturned', ...ofParticipant(chat, participant) });
}

/**
 * A participant has joined. The timers start again for whoever has been silent since before the latest join, whichever news of
 * joins came last.
 */
function joinedAt(chat: Chat, { role, ...who }: Somebody, at: Instant): ChatWithEvents {
  if (role === 'CUSTOMER') return changed(chat);
  const found = findParticipant(chat, who.participantId);
  const joined = found ? changed(withJoin(chat, found, at)) : stepOf(chat, join(chat, { ...who, role }, at));
  const joins = joined.chat.participants.filter((each) => timerRoleOf(each) === 'AGENT' && !isUnseen(each));
  return changed(withTimersStartedAt(joined.chat, Math.max(...joins.map((each) => each.joinedAt))), ...joined.events);
}

/** Whether nothing but the leaving of a participant is known. */
const isUnseen = ({ joinedAt: joined, leftAt }: Participant) => joined === leftAt;

const withJoin = (chat: Chat, participant: Participant, at: Instant): Chat =>
  at < participant.joinedAt ? withParticipant(chat, { ...participant, joinedAt: at }) : chat;

function withTimersStartedAt(chat: Chat, at: Instant): Chat {
  const isBefore = ({ silentSince }: Participant) => silentSince < at;
  if (!chat.participants.some(isBefore)) return chat;
  return {
    ...chat,
    participants: chat.participants.map((each) => {
      if (!isBefore(each)) return each;
      const { idleAt: _, ...active } = each;
      return { ...active, silentSince: at };
    }),
  };
}

/** The news of leaving came before those of joining, which then change nothing. */
const leftUnseen = (chat: Chat, who: Somebody, at: Instant): ChatWithEvents =>
  changed({
    ...chat,
    participants: [...chat.participants, { ...who, joinedAt: at, leftAt: at, silentSince: at, connections: [] }],
  });

/**
 * Something was written that the customer has to receive. A client that sends receipts, and has sent nothing since, is gone
 * until it shows that it is there.
 */
function unreceived(chat: Chat, at: Instant): Chat {
  const customer = customerOf(chat);
  if (!chat.followed?.sendsReceipts || !customer || customer.goneSince !== undefined) return chat;
  return at <= lastSeen(customer) ? chat : withParticipant(chat, { ...customer, goneSince: at });
}

/** A chat has a new id after a transfer. News of an earlier leg may come late, and do not bring it back. */
function withLeg(chat: Chat, legId: string, at: Instant): Chat {
  const { followed } = chat;
  if (!followed || followed.legIds.includes(legId)) return chat;
  const { legIds, legSince } = followed;
  if (at >= legSince) return { ...chat, followed: { ...followed, legIds: [...legIds, legId], legSince: at } };
  return { ...chat, followed: { ...followed, legIds: [...legIds.slice(0, -1), legId, ...legIds.slice(-1)] } };
}

/** What another decision has changed, as a part of this one. */
const stepOf = <Refusal extends string>(chat: Chat, { state, events }: Decided<Refusal>): ChatWithEvents =>
  changed(state ?? chat, ...events);

/** The chat has ended in its backend already. */
const withoutDebt = ({ chat, events }: ChatWithEvents): ChatWithEvents => changed(paid(chat), ...events);

function paid(chat: Chat): Chat {
  if (!chat.followed?.owesEnd) return chat;
  const { owesEnd: _, ...followed } = chat.followed;
  return { ...chat, followed };
}

/** Nobody follows the chat any more: what is known of it is no longer true, so it ends here and stays as it is there. */
export const unfollowed = (chat: Chat, now: Instant): Decided<'unknownChat'> =>
  done(withoutDebt(chat.ended ? changed(chat) : ended(changed(chat), 'expired', now)));

/** The chat has been ended in its backend. A repeat changes nothing. */
export const endPaid = (chat: Chat | undefined): Decided<'unknownChat'> =>
  chat ? done(changed(paid(chat))) : refused(chat, 'unknownChat');

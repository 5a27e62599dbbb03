import { toIso } from '#core/instant.ts';
import { eventually } from '../support/eventually.ts';
import type { Centre } from './a-centre.ts';

type ChatSummary = ReturnType<typeof summaryOf>;

/** What a contact centre does with its chats through the native API. */
export function chatsOf({ call, now, eventsOfChat }: Centre) {
  const summary = async (contactId: string) => summaryOf(await call('GET', `/v1/chats/${contactId}`));
  return {
    start: async (contactId: string): Promise<string> =>
      (await call('PUT', `/v1/chats/${contactId}`, { customer: { displayName: 'Luke' } })).participantId,
    join: async (contactId: string): Promise<string> =>
      (await call('POST', `/v1/chats/${contactId}/participants`, { role: 'AGENT', displayName: 'Ann' })).participantId,
    write: (contactId: string, participantId: string) =>
      call('POST', `/v1/chats/${contactId}/activity`, { participantId }),
    summary,
    /** Waits until a timer has changed a chat. @throws Error if that happens before the timer was due */
    async whenTimerFires(contactId: string, hasChanged: (chat: ChatSummary) => boolean): Promise<ChatSummary> {
      let dueAt = Number.POSITIVE_INFINITY;
      return eventually(async () => {
        const chat = await summary(contactId);
        if (!hasChanged(chat)) {
          dueAt = Math.min(...chat.due);
          return undefined;
        }
        if (now() < dueAt) throw new Error(`Before ${toIso(dueAt)}: ${chat.idle}`);
        return chat;
      });
    },
    /** Ends a chat and returns all its events. */
    async finish(contactId: string) {
      await call('DELETE', `/v1/chats/${contactId}`);
      const events = await eventsOfChat(contactId);
      return events.map(({ type, role, at }) => ({
        what: role === undefined ? type : `${type} ${role}`,
        at: Date.parse(at),
      }));
    },
  };
}

interface ChatView {
  readonly participants: readonly { readonly role: string; readonly connected: boolean; readonly idle: boolean }[];
  readonly timers: readonly { readonly dueAt?: string }[];
  readonly configuration: { readonly stored: object };
}

/** The roles that are connected and idle, when the timers are due, and the timers that are stored. */
function summaryOf({ participants, timers, configuration }: ChatView) {
  const rolesOf = (some: ChatView['participants']) => some.map(({ role }) => role);
  return {
    connected: rolesOf(participants.filter(({ connected }) => connected)),
    idle: rolesOf(participants.filter(({ idle }) => idle)),
    due: timers.flatMap(({ dueAt }) => (dueAt === undefined ? [] : Date.parse(dueAt))),
    stored: configuration.stored,
  };
}

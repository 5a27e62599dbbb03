import { toIso } from '#core/instant.ts';
import { openVirtualTime } from '../../local/clock/kept-clock.ts';
import { virtualAt } from '../../local/clock/virtual-time.ts';
import { readSeed } from '../../local/seed.ts';
import { type LocalRun, startLocal } from '../../local/start-local.ts';
import { aFolder } from './an-assembly.ts';
import { openAuditTrail } from './audit-trail.ts';
import { eventually } from './runs.ts';

/** The key of the demo's instance. */
export const demoKey = 'demo:demo-secret';

type ShownChat = ReturnType<typeof shownIn>;

export type Chats = Awaited<ReturnType<typeof startChats>>;

/** The app with the demo's instance, and what a centre does in it with a chat, by the own API. */
export async function startChats(speed: number) {
  const folder = aFolder();
  const failures: string[] = [];
  const run = await startLocal({ port: 0, folder, speed, seed: readSeed(), log: (line) => failures.push(line) });
  const call = makeCall(run);
  const events = makeEvents(run, folder);
  const time = openVirtualTime(folder, speed, Date.now());
  const look = async (contactId: string) => shownIn(await call('GET', contactId));
  return {
    run,
    failures,
    start: async (contactId: string): Promise<string> =>
      (await call('PUT', contactId, { customer: { displayName: 'Luke' } })).participantId,
    join: async (contactId: string): Promise<string> =>
      (await call('POST', `${contactId}/participants`, { role: 'AGENT', displayName: 'Ann' })).participantId,
    write: (contactId: string, participantId: string) => call('POST', `${contactId}/activity`, { participantId }),
    look,
    /** Waits for a change of a chat that a timer brings about, and sees to it that it comes no earlier than announced. */
    async whenDue(contactId: string, isThere: (chat: ShownChat) => boolean): Promise<ShownChat> {
      let announced = Number.POSITIVE_INFINITY;
      return eventually(async () => {
        const chat = await look(contactId);
        if (!isThere(chat)) {
          announced = Math.min(...chat.due);
          return undefined;
        }
        if (virtualAt(time, Date.now()) < announced) throw new Error(`Before ${toIso(announced)}: ${chat.idle}`);
        return chat;
      });
    },
    /** Ends a chat and tells all that happened in it. */
    async finish(contactId: string) {
      await call('DELETE', contactId);
      return eventually(() => {
        const happened = events(contactId);
        return happened.some(({ what }) => what === 'ChatEnded') ? happened : undefined;
      });
    },
  };
}

/** Calls the API about chats and answers the body; anything but success is thrown. */
export function makeCall({ url }: LocalRun) {
  const headers = { authorization: `Basic ${btoa(demoKey)}`, 'content-type': 'application/json' };
  return async (method: string, path: string, body?: object) => {
    const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${url}/v1/chats/${path}`, request);
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
    return answer === '' ? undefined : JSON.parse(answer);
  };
}

interface ChatView {
  readonly participants: readonly { readonly role: string; readonly connected: boolean; readonly idle: boolean }[];
  readonly timers: readonly { readonly dueAt?: string }[];
  readonly configuration: { readonly stored: object };
}

/** Who of a chat is there and who is idle, and when its timers are due. */
function shownIn({ participants, timers, configuration }: ChatView) {
  const rolesOf = (those: ChatView['participants']) => those.map(({ role }) => role);
  return {
    connected: rolesOf(participants.filter(({ connected }) => connected)),
    idle: rolesOf(participants.filter(({ idle }) => idle)),
    due: timers.flatMap(({ dueAt }) => (dueAt === undefined ? [] : Date.parse(dueAt))),
    stored: configuration.stored,
  };
}

/** Reads the audit trail: the events of one contact as they were published. */
function makeEvents(run: LocalRun, folder: string) {
  const auditTrail = openAuditTrail(run, folder);
  return (contactId: string) =>
    auditTrail()
      .filter((detail) => detail.contactId === contactId)
      .map(({ type, role, at }) => ({ what: role === undefined ? type : `${type} ${role}`, at: Date.parse(at) }));
}

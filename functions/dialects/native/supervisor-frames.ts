import type { Agent } from '#core/agents/agent.ts';
import type { Chat } from '#core/chats/chat.ts';
import { toIso } from '#core/instant.ts';
import { type Change, isOfViewer, positionAt, type SeenAgent, type WatchedEvent } from '#core/supervisors/change.ts';
import type { CurrentState } from '#core/supervisors/load-subject.ts';
import type { Start, Subscription } from '#core/supervisors/subscribe.ts';
import type { Viewer } from '#core/supervisors/watch.ts';
import { agentView } from './agent-view.ts';
import { chatView } from './chat-view.ts';

/** The topic of the frames that supervisors' pages get. */
export const supervisorTopic = 'lastcall/supervisor';

/** What a page should do whose subscription is refused. */
export const refusedSubscriptions = {
  over: 'This address has expired, or its caller may no longer watch: POST /v1/supervisor-connections gives another one',
  badPosition: 'after must be the position of an earlier frame, as text: leave it out to load the lists again',
} as const satisfies Record<Exclude<Subscription['type'], 'subscribed'>, string>;

type Members = Readonly<Record<string, unknown>>;

/** What is shown of events. What a newer version adds is not shown before it is named here; from where somebody asked never is. */
const shownOfEvents = [
  ...[
    'sessionId',
    'status',
    'statusType',
    'previousStatus',
    'contactIds',
    'releasedContactIds',
    'contactId',
    'channel',
  ],
  ...['cause', 'clientCause', 'atDeadline', 'deadlineAt', 'holdEndsAt', 'cancelledBy', 'because'],
  ...['rule', 'mode', 'teamId', 'reason'],
  ...['timing', 'startsAt', 'startedAt', 'finishedAt', 'counts', 'failure'],
  ...[
    'participantId',
    'participantIds',
    'role',
    'silentRole',
    'agentId',
    'agentIds',
    'idleMinutes',
    'next',
    'configuration',
  ],
];
const shownOfOrders = ['requestedBy', 'reason', 'message', 'jobId', 'deadline', 'holdMinutes'];
const idOf = { agent: 'agentId', job: 'jobId', chat: 'contactId' } as const;

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const pick = (from: Members, names: readonly string[]): Members =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

/** What is shown of a change to those who may see all of it. */
export function contentOf(event: WatchedEvent, current: CurrentState): Change['content'] {
  const { type, at, subject, detail } = event;
  const { [idOf[subject.of]]: _, ...said } = pick(detail, shownOfEvents);
  const order = isMembers(detail.order) ? { order: pick(detail.order, shownOfOrders) } : {};
  return { type: subject.of, at, event: { type, ...said, ...order }, ...stateOf(event, current) };
}

function stateOf({ subject, detail }: WatchedEvent, current: CurrentState): Members {
  switch (subject.of) {
    case 'agent': {
      const { agent = undefined, sequence = 0 } = current.of === 'agent' ? current : {};
      return { agent: { agentId: subject.agentId, sequence, ...(agent && shownOfAgent(agent)) } };
    }
    case 'chat': {
      const { chat = undefined, sequence = 0 } = current.of === 'chat' ? current : {};
      return { chat: { contactId: subject.contactId, sequence, ...(chat && shownOfChat(chat)) } };
    }
    case 'job':
      return { job: { jobId: subject.jobId, sequence: detail.sequence } };
  }
}

/** Names are those of the lists, which have them already. */
function shownOfAgent(agent: Agent): Members {
  const { agentId: _, name, email, agentNumber, securityProfileId, ...shown } = agentView(agent);
  return shown;
}

function shownOfChat(chat: Chat): Members {
  const { contactId: _, participants, configuration, ...shown } = chatView(chat);
  return { ...shown, participants: participants.map(({ displayName, ...participant }) => participant) };
}

/** A change as one page is shown it: of a chat, the ids of agents whom its caller may see. */
function shownTo(viewer: Viewer, { eventId, keptAt, audience, content }: Change): Members {
  const shown = { position: positionAt(keptAt), eventId, ...content };
  if (viewer.teamIds === undefined || !('agents' in audience) || content.type !== 'chat') return shown;
  return { ...shown, event: withoutOthers(isMembers(content.event) ? content.event : {}, audience.agents, viewer) };
}

function withoutOthers({ agentId, agentIds, ...event }: Members, agents: readonly SeenAgent[], viewer: Viewer) {
  const own = new Set<unknown>(agents.filter((agent) => isOfViewer(viewer, agent)).map((agent) => agent.agentId));
  return {
    ...event,
    ...(own.has(agentId) && { agentId }),
    ...(Array.isArray(agentIds) && { agentIds: agentIds.filter((id: unknown) => own.has(id)) }),
  };
}

/** API Gateway sends 128 KB at a time; a character of JSON may take three bytes. */
const longestFrame = 40_000;

const frame = (content: object) => JSON.stringify({ topic: supervisorTopic, content });

/** Changes, in as few frames as can hold them. */
export function framesOfChanges(changes: readonly Change[], viewer: Viewer): readonly string[] {
  const frames: { readonly changes: Members[]; length: number }[] = [];
  for (const change of changes) {
    const shown = shownTo(viewer, change);
    const { length } = JSON.stringify(shown);
    const last = frames.at(-1);
    if (last && last.length + length <= longestFrame) {
      last.changes.push(shown);
      last.length += length;
    } else frames.push({ changes: [shown], length });
  }
  return frames.map(({ changes }) => frame({ type: 'changes', changes }));
}

/** The frame that ends the answer to a subscription. */
export const frameOfStart = ({ type, position, endsAt }: Start): string =>
  frame({ type, position, endsAt: toIso(endsAt) });

import { element } from '../element.ts';
import type { ShownAgent, ShownContact, Wallboard } from './driven-server.ts';

/** Minutes and seconds, such as 3:07. */
export const lasting = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

const channels = { VOICE: 'call', CHAT: 'chat', TASK: 'task', EMAIL: 'e-mail' } as const;

const states: Readonly<Record<string, string>> = {
  INCOMING: 'rings',
  PENDING: 'rings',
  CONNECTING: 'rings',
  CONNECTED_ONHOLD: 'on hold',
  ENDED: 'after-contact work',
  MISSED: 'missed',
  REJECTED: 'rejected',
  ERROR: 'failed',
};

/** A contact in words, such as `call, on hold, 0:42`. */
export const contactText = ({ channel, state, forSeconds }: ShownContact): string =>
  [channels[channel], states[state] ?? '', lasting(forSeconds)].filter(Boolean).join(', ');

/** Shows every agent, with the status, the next one and the contacts. */
export function showWall({ agents }: Wallboard): void {
  element('wall', HTMLElement).replaceChildren(...agents.map(tile));
  const count = (kind: Presence) => agents.filter((agent) => presenceOf(agent) === kind).length;
  element('summary', HTMLElement).textContent =
    `${agents.length} agents: ${count('routable')} available, ${count('busy')} with contacts, ${count('custom')} on breaks, ${count('out')} offline`;
}

type Presence = 'out' | 'busy' | 'routable' | 'custom';

function presenceOf({ statusType, contacts }: ShownAgent): Presence {
  if (contacts.length > 0) return 'busy';
  if (statusType === 'OFFLINE') return 'out';
  return statusType === 'ROUTABLE' ? 'routable' : 'custom';
}

function tile(agent: ShownAgent): HTMLElement {
  const item = document.createElement('li');
  item.dataset.presence = presenceOf(agent);
  item.dataset.agent = agent.agentId;
  item.classList.toggle('yours', agent.isYours);
  const closed = agent.isAtPanel || agent.statusType === 'OFFLINE' ? '' : ', window closed';
  item.append(
    part('strong', agent.isYours ? `${agent.name} (yours)` : agent.name),
    part('span', agent.team),
    part('span', `${agent.status}, ${lasting(agent.forSeconds)}${closed}`),
    ...(agent.next === null ? [] : [part('span', `then ${agent.next}`, 'next')]),
    ...agent.contacts.map((contact) => part('span', contactText(contact))),
  );
  return item;
}

function part(name: string, text: string, kind = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = kind;
  return made;
}

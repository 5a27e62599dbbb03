import type { Cause } from '../agent/lastcall-agent.ts';
import type { DemoServer, Presence } from './demo-server.ts';
import { addLine, element, timeOf } from './element.ts';

const pollMillis = 1000;

const explanations: Record<Cause, string> = {
  forced: 'A supervisor forced the agent out',
  signedOut: 'The agent closed the window or signed out',
  leaseExpired: 'No heartbeat arrived within the lease',
  replaced: 'The agent signed in elsewhere',
  client: 'The session was ended',
};

/** Shows every second what is known of an agent outside the agent's window. */
export function showPresence(server: DemoServer): void {
  let shown = '';
  const look = async () => {
    const presence = await server.look();
    const { headline, detail, kind } = summary(presence);
    element('card', HTMLElement).dataset.presence = kind;
    setText('status', headline);
    setText('detail', detail);
    showFacts(presence);
    const line = detail === '' ? headline : `${headline}. ${detail}`;
    if (line !== shown) addLine(element('history', HTMLElement), line);
    shown = line;
  };
  const poll = () =>
    look()
      .catch(() => setText('detail', 'The demo’s server does not answer.'))
      .finally(() => setTimeout(poll, pollMillis));
  void poll();
}

/** The form with which a visitor, as the supervisor, forces the agent out. */
export function openSupervisorForm(server: DemoServer): void {
  const result = element('forced', HTMLElement);
  element('supervisor', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault();
    const timing = event.submitter instanceof HTMLButtonElement ? event.submitter.value : 'afterContact';
    result.textContent = '';
    try {
      await server.forceOut(timing, element('message', HTMLInputElement).value.trim());
      result.textContent =
        timing === 'immediate' ? 'Forced out.' : 'The agent is signed out as soon as there is no contact.';
    } catch (error) {
      result.textContent = String(error);
    }
  });
}

interface Summary {
  readonly headline: string;
  readonly detail: string;
  readonly kind: 'unknown' | 'out' | 'busy' | 'routable' | 'custom';
}

function summary({ agent, ended }: Presence): Summary {
  if (agent === null) return { headline: 'Unknown', detail: 'The agent has never signed in.', kind: 'unknown' };
  const { session } = agent;
  if (session === null) {
    const detail = ended === undefined ? '' : `${explanations[ended.cause]} (cause ${ended.cause})`;
    return { headline: 'Signed out', detail, kind: 'out' };
  }
  const { status, statusType, contacts, pendingLogout } = session;
  const kind = contacts.length > 0 ? 'busy' : statusType === 'ROUTABLE' ? 'routable' : 'custom';
  const isEnding = pendingLogout !== undefined || hasExpired(session.leaseExpiresAt);
  return {
    headline: status,
    detail: isEnding && contacts.length > 0 ? 'Will be signed out after the contact.' : '',
    kind,
  };
}

function showFacts({ agent, connect }: Presence): void {
  const { state, next, log } = connect;
  const isSetByServer = log.at(-1)?.type === 'putUserStatus' && agent?.session === null;
  const setBy = isSetByServer ? ', set by the contact centre’s server' : '';
  setText('connectState', `${state.name}${next === null ? setBy : `, then ${next.name}`}`);
  const session = agent?.session;
  setText('contacts', session?.contacts.map(({ channel }) => channel.toLowerCase()).join(', ') || 'none');
  setText('leaseLeft', leaseText(session?.leaseExpiresAt));
  setText(
    'session',
    session ? `${session.sessionId.slice(0, 8)}, since ${timeOf(new Date(session.signedInAt))}` : 'none',
  );
}

function leaseText(expiresAt: string | undefined): string {
  if (expiresAt === undefined) return 'none';
  if (hasExpired(expiresAt)) return 'expired';
  const seconds = Math.max(0, Math.round((Date.parse(expiresAt) - Date.now()) / 1000));
  return `expires in ${seconds} s unless a heartbeat arrives`;
}

const hasExpired = (expiresAt: string | undefined): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) < Date.now();

/** Leaves the element alone if the text is the same, so that screen readers do not announce it again. */
function setText(id: string, text: string): void {
  const target = element(id, HTMLElement);
  if (target.textContent !== text) target.textContent = text;
}

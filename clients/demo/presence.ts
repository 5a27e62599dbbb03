import type { DemoServer, Presence } from './demo-server.ts';
import { element, putOnTop, timeOf } from './element.ts';

const lookMillis = 1000;

/** What the causes of the end of a session say to a person. */
const causes: Partial<Record<number, string>> = {
  257: 'A supervisor forced the agent out',
  258: 'The agent closed the window or signed out',
  263: 'Nothing was heard of the agent’s window for as long as the lease lasts',
  264: 'The agent signed in elsewhere',
};

/** Shows, second by second, what is known of an agent outside the agent's window. */
export function showPresence(server: DemoServer): void {
  let shown = '';
  const look = async () => {
    const presence = await server.look();
    const { headline, detail, kind } = summary(presence);
    element('card', HTMLElement).dataset.presence = kind;
    setText('status', headline);
    setText('detail', detail);
    drawFacts(presence);
    const told = detail === '' ? headline : `${headline}. ${detail}`;
    if (told !== shown) putOnTop(element('history', HTMLElement), told);
    shown = told;
  };
  const lookAgain = () =>
    look()
      .catch(() => setText('detail', 'The demo’s server does not answer.'))
      .finally(() => setTimeout(lookAgain, lookMillis));
  void lookAgain();
}

interface Summary {
  readonly headline: string;
  readonly detail: string;
  readonly kind: 'unknown' | 'out' | 'busy' | 'routable' | 'custom';
}

function summary({ agent, ended }: Presence): Summary {
  if (agent === null) return { headline: 'Not known yet', detail: 'Nobody has signed in.', kind: 'unknown' };
  const { session } = agent;
  if (session === null) {
    if (ended === undefined) return { headline: 'Signed out', detail: '', kind: 'out' };
    const why = causes[ended.cause] ?? 'The session was ended';
    return { headline: 'Signed out', detail: `${why} (cause ${ended.cause})`, kind: 'out' };
  }
  const { status, statusType, contacts, pendingLogout } = session;
  const kind = contacts.length > 0 ? 'busy' : statusType === 'ROUTABLE' ? 'routable' : 'custom';
  const isGoing = pendingLogout !== undefined || isOver(session);
  return {
    headline: status,
    detail: isGoing && contacts.length > 0 ? 'Will be signed out after the contact.' : '',
    kind,
  };
}

function drawFacts({ agent, connect }: Presence): void {
  const { state, next, log } = connect;
  const isSetByCentre = log.at(-1)?.type === 'putUserStatus' && agent?.session === null;
  const setBy = isSetByCentre ? ', set by the centre’s server' : '';
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
  if (isOver({ leaseExpiresAt: expiresAt })) return 'over';
  const seconds = Math.max(0, Math.round((Date.parse(expiresAt) - Date.now()) / 1000));
  return `ends in ${seconds} s unless the page is heard of`;
}

const isOver = ({ leaseExpiresAt }: { readonly leaseExpiresAt?: string | undefined }): boolean =>
  leaseExpiresAt !== undefined && Date.parse(leaseExpiresAt) < Date.now();

/** Sets a text only if it is another one: what is the same is not read out again. */
function setText(id: string, text: string): void {
  const place = element(id, HTMLElement);
  if (place.textContent !== text) place.textContent = text;
}

/// <reference types="amazon-connect-chatjs" />
import { createRequire } from 'node:module';
import { eventually } from '../support/eventually.ts';

/** A participant, as the own API has answered who starts or joins a chat. */
type Started = Readonly<Record<'participantId' | 'participantToken', string>>;

/** The stock chat client of a customer's page, which has not connected yet. */
export function aStockSession({ url }: { readonly url: string }, contactId: string, started: Started) {
  // The client expects a window when it is loaded.
  Object.assign(globalThis, { window: globalThis, self: globalThis });
  createRequire(import.meta.url)('amazon-connect-chatjs');
  // Its types lack the endpoint. Unlike a browser, Node does not report whether it is online.
  const webSocketManagerConfig = { isNetworkOnline: () => true };
  const config = { endpoint: url, region: 'us-east-1', webSocketManagerConfig };
  connect.ChatSession.setGlobalConfig(config);
  return connect.ChatSession.create({
    chatDetails: { contactId, ...started },
    type: connect.ChatSession.SessionTypes.CUSTOMER,
    disableCSM: true,
  });
}

/** The stock chat client of a customer's page, and what it has reported. */
export async function aStockClient(app: { readonly url: string }, contactId: string, started: Started) {
  const session = aStockSession(app, contactId, started);
  const received: string[] = [];
  session.onMessage(({ data }) => {
    if (data.ContentType === 'text/plain') received.push(`${data.ParticipantRole} says ${data.Content}`);
    else received.push(data.ContentType.split('.').at(-1) ?? '');
  });
  session.onParticipantIdle(({ data }) => received.push(`idle ${data.ParticipantRole}: ${data.Content}`));
  session.onParticipantReturned(({ data }) => received.push(`returned ${data.ParticipantRole}: ${data.Content}`));
  session.onAutoDisconnection(({ data }) => received.push(`disconnected ${data.ParticipantRole}: ${data.Content}`));
  session.onTyping(({ data }) => received.push(`${data.ParticipantRole} types`));
  session.onEnded(() => received.push('session ended'));
  await session.connect();
  let position = 0;
  /** Waits for an entry after the one that was waited for before, and returns the number of entries up to it. */
  const receives = async (what: string) => {
    position = await eventually(() => {
      const index = received.findIndex((one, at) => at >= position && one.startsWith(what));
      return index < 0 ? undefined : index + 1;
    });
    return position;
  };
  return { session, received, receives };
}

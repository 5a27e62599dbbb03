import { isAgentData } from './agent-data.ts';
import { events, type Message, readMessage } from './message.ts';
import { drawLogin, drawPanel } from './panel.ts';

/**
 * Stands in for the page of the CCP: it passes on what the window that embeds it and the worker say to each other, and
 * shows the agent. Like the real one it says nothing until somebody is logged in.
 */
function open(): void {
  const { port } = new SharedWorker('worker.js');
  const toWorker = (message: Message) => port.postMessage(message);
  const callConnect = (method: string, params: object) =>
    toWorker({ event: events.apiRequest, data: { requestId: crypto.randomUUID(), method, params } });

  port.onmessage = ({ data }) => {
    const message = readMessage(data);
    if (message === undefined) return;
    if (window.parent !== window) window.parent.postMessage(message, '*');
    if (message.event === events.agentUpdate && isAgentData(message.data)) drawPanel(message.data, callConnect);
    if (message.event === events.authFail || message.event === events.terminated) location.reload();
  };
  addEventListener('message', ({ source, data }) => {
    const message = readMessage(data);
    if (source === window.parent && message !== undefined) toWorker(message);
  });
  addEventListener('pagehide', () => toWorker({ event: events.close }));
}

async function isLoggedIn(): Promise<boolean> {
  const { ok } = await fetch('authorize').catch(() => ({ ok: false }));
  return ok;
}

if (await isLoggedIn()) open();
else drawLogin();

import { element } from '../element.ts';
import { type AgentData, isAgentData } from './connect-api.ts';
import { events, type Message, readMessage } from './streams-messages.ts';

type Contact = AgentData['snapshot']['contacts'][number];

/** Sends a request without waiting for the answer: the next snapshot shows its result. */
type CallConnect = (method: string, params: object) => void;

const channels = { voice: 'Call', chat: 'Chat' };
const contactStates = { connecting: 'is ringing', connected: 'in progress', ended: 'ended, after-contact work' };
const contactActions = {
  connecting: { label: 'Accept', method: 'acceptContact' },
  connected: { label: 'End', method: 'destroyConnection' },
  ended: { label: 'Done', method: 'clearContact' },
};

/**
 * Stands in for the page of the CCP: it passes messages between the embedding window and the worker, and shows the
 * agent. Like the real one it posts nothing until the agent is logged in.
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
    if (message.event === events.agentUpdate && isAgentData(message.data)) showAgent(message.data, callConnect);
    if (message.event === events.authFail || message.event === events.terminated) location.reload();
  };
  addEventListener('message', ({ source, data }) => {
    const message = readMessage(data);
    if (source === window.parent && message !== undefined) toWorker(message);
  });
  addEventListener('pagehide', () => toWorker({ event: events.close }));
}

/** Shows the agent's state and contacts, with the controls to change them. */
function showAgent({ configuration, snapshot }: AgentData, call: CallConnect): void {
  element('login', HTMLElement).hidden = true;
  element('panel', HTMLElement).hidden = false;
  const { state, nextState, contacts } = snapshot;
  element('panel', HTMLElement).dataset.type = state.type;
  element('state', HTMLElement).textContent = state.name;
  element('next', HTMLElement).textContent = nextState === null ? '' : `then ${nextState.name}`;
  showChoice(configuration.agentStates, (nextState ?? state).name, call);
  element('contacts', HTMLElement).replaceChildren(...contacts.map((contact) => contactItem(contact, call)));
  element('quiet', HTMLElement).hidden = contacts.length > 0;
}

function showChoice(states: AgentData['configuration']['agentStates'], chosen: string, call: CallConnect): void {
  const choice = element('states', HTMLSelectElement);
  const options = states.map(({ name }) => new Option(name, name, false, name === chosen));
  // The state during a contact is not in the list.
  const isDuringContact = !states.some(({ name }) => name === chosen);
  choice.replaceChildren(...(isDuringContact ? [new Option('Next status …', '', true, true)] : []), ...options);
  choice.onchange = () => {
    const state = states.find(({ name }) => name === choice.value);
    if (state !== undefined) call('putAgentState', { state, enqueueNextState: true });
  };
}

function contactItem({ contactId, type, state }: Contact, call: CallConnect): HTMLElement {
  const item = document.createElement('li');
  item.dataset.state = state.type;
  const text = document.createElement('span');
  text.textContent = `${channels[type]} ${contactStates[state.type]}`;
  const { label, method } = contactActions[state.type];
  const button = document.createElement('button');
  button.textContent = label;
  button.onclick = () => call(method, { contactId });
  item.append(text, button);
  return item;
}

const { ok: isLoggedIn } = await fetch('authorize').catch(() => ({ ok: false }));
if (isLoggedIn) open();
else element('login', HTMLElement).hidden = false;

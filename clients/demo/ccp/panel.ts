import { element } from '../element.ts';
import type { AgentData } from './agent-data.ts';

/** Asks Amazon Connect for something, and does not wait for the answer: what comes of it is seen in the next snapshot. */
export type CallConnect = (method: string, params: object) => void;

type Contact = AgentData['snapshot']['contacts'][number];

const channels = { voice: 'Call', chat: 'Chat' };
const contactStates = { connecting: 'is ringing', connected: 'in progress', ended: 'ended, after-contact work' };
const deeds = {
  connecting: { label: 'Accept', method: 'acceptContact' },
  connected: { label: 'End', method: 'destroyConnection' },
  ended: { label: 'Done', method: 'clearContact' },
};

/** Shows the agent's state and contacts, and lets the agent change them. */
export function drawPanel({ configuration, snapshot }: AgentData, call: CallConnect): void {
  element('login', HTMLElement).hidden = true;
  element('panel', HTMLElement).hidden = false;
  const { state, nextState, contacts } = snapshot;
  element('panel', HTMLElement).dataset.type = state.type;
  element('state', HTMLElement).textContent = state.name;
  element('next', HTMLElement).textContent = nextState === null ? '' : `then ${nextState.name}`;
  drawChoice(configuration.agentStates, (nextState ?? state).name, call);
  element('contacts', HTMLElement).replaceChildren(...contacts.map((contact) => contactItem(contact, call)));
  element('quiet', HTMLElement).hidden = contacts.length > 0;
}

/** Says that nobody is logged in. */
export function drawLogin(): void {
  element('login', HTMLElement).hidden = false;
  element('panel', HTMLElement).hidden = true;
}

function drawChoice(states: AgentData['configuration']['agentStates'], chosen: string, call: CallConnect): void {
  const choice = element('states', HTMLSelectElement);
  const options = states.map(({ name }) => new Option(name, name, false, name === chosen));
  // While a contact decides about the state, none of the list is chosen.
  const isOfContact = !states.some(({ name }) => name === chosen);
  choice.replaceChildren(...(isOfContact ? [new Option('Next status …', '', true, true)] : []), ...options);
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
  const { label, method } = deeds[state.type];
  const button = document.createElement('button');
  button.textContent = label;
  button.onclick = () => call(method, { contactId });
  item.append(text, button);
  return item;
}

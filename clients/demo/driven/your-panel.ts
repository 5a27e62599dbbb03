import { element } from '../element.ts';
import { drivenServer, type ShownContact, type Wallboard } from './driven-server.ts';
import { contactText, lasting } from './wall.ts';

/** What can be done with a contact, by its state in Amazon Connect. */
const actions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CONNECTING: { accept: 'Accept', reject: 'Reject' },
  INCOMING: { accept: 'Accept', reject: 'Reject' },
  PENDING: { accept: 'Accept', reject: 'Reject' },
  CONNECTED: { end: 'Hang up' },
  CONNECTED_ONHOLD: { end: 'Hang up' },
  ENDED: { clear: 'Finish' },
  MISSED: { clear: 'Clear' },
  REJECTED: { clear: 'Clear' },
  ERROR: { clear: 'Clear' },
};

/** The panel of the agent who is the visitor: the status, contacts, and the bell with the messages of forced logouts. */
export function openYourPanel() {
  const refused = element('refused', HTMLElement);
  const act = async (what: object): Promise<void> => {
    const { message = '' } = await drivenServer.act(what);
    refused.textContent = message;
  };
  const chosen = element('chooseStatus', HTMLSelectElement);
  chosen.addEventListener('change', () => void act({ do: 'chooseStatus', status: chosen.value }));
  for (const button of document.querySelectorAll<HTMLButtonElement>('.offer'))
    button.addEventListener('click', () => void act({ do: 'offer', channel: button.value }));
  element('closeWindow', HTMLButtonElement).addEventListener('click', () => void act({ do: 'closeWindow' }));
  const { showBell } = openBell();
  let shown = '';

  function contactItem(contact: ShownContact): HTMLElement {
    const item = document.createElement('li');
    const text = document.createElement('span');
    text.textContent = contactText(contact);
    item.append(text);
    for (const [what, label] of Object.entries(actions[contact.state] ?? {})) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.addEventListener('click', () => void act({ do: what, contactId: contact.contactId }));
      item.append(button);
    }
    return item;
  }

  return {
    show({ agents, statuses, bell }: Wallboard): void {
      const you = agents.find(({ isYours }) => isYours);
      if (!you) return;
      element('yourStatus', HTMLElement).textContent = `${you.status}, ${lasting(you.forSeconds)}`;
      const closed = you.isAtPanel ? '' : 'Your window is closed; choose a status to open it again.';
      element('yourNext', HTMLElement).textContent = you.next === null ? closed : `Then ${you.next}.`;
      if (chosen.options.length !== statuses.length)
        chosen.replaceChildren(...statuses.map((name) => new Option(name, name)));
      if (document.activeElement !== chosen) chosen.value = you.next ?? you.status;
      // Buttons that are replaced each second cannot be pressed by a keyboard.
      const contacts = element('yourContacts', HTMLElement);
      const now = JSON.stringify(you.contacts.map(({ contactId, state }) => [contactId, state]));
      if (now !== shown) contacts.replaceChildren(...you.contacts.map(contactItem));
      shown = now;
      you.contacts.forEach((contact, at) => {
        const text = contacts.children[at]?.querySelector('span');
        if (text) text.textContent = contactText(contact);
      });
      showBell(bell);
    },
  };
}

function openBell() {
  const bell = element('bell', HTMLButtonElement);
  const messages = element('messages', HTMLElement);
  const read = new Set<string>();
  let all: Wallboard['bell'] = [];

  function show(): void {
    if (!messages.hidden) for (const { id } of all) read.add(id);
    const unread = all.filter(({ id }) => !read.has(id)).length;
    bell.textContent = `Notifications (${unread > 0 ? `${unread} new` : all.length})`;
    bell.classList.toggle('unread', unread > 0);
    messages.replaceChildren(
      ...all.map(({ text, forSeconds }) => {
        const item = document.createElement('li');
        item.textContent = `${text}\n${lasting(forSeconds)} ago`;
        return item;
      }),
    );
  }

  bell.addEventListener('click', () => {
    messages.hidden = !messages.hidden;
    bell.ariaExpanded = String(!messages.hidden);
    show();
  });
  return {
    showBell(shown: Wallboard['bell']): void {
      all = shown;
      show();
    },
  };
}

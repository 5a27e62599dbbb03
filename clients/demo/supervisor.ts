import type { DemoServer } from './demo-server.ts';
import { element } from './element.ts';

/** Lets a visitor be the supervisor who forces the agent out. */
export function openSupervisor(server: DemoServer): void {
  const said = element('forced', HTMLElement);
  element('supervisor', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault();
    const timing = event.submitter instanceof HTMLButtonElement ? event.submitter.value : 'afterContact';
    said.textContent = '';
    try {
      await server.forceOut(timing, element('message', HTMLInputElement).value.trim());
      said.textContent = timing === 'immediate' ? 'Forced out.' : 'The agent goes as soon as there is no contact.';
    } catch (error) {
      said.textContent = String(error);
    }
  });
}

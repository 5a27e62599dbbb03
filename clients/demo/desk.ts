/// <reference types="amazon-connect-streams" />

import { keepSession, streamsDesktop } from '../agent/lastcall-agent.ts';
import type { DemoServer } from './demo-server.ts';
import { element } from './element.ts';
import { journal } from './journal.ts';
import { makeUnplug } from './unplug.ts';

/** Who works at the desk. */
export interface DeskSettings {
  readonly agentId: string;
  /** Lastcall's HTTP API. */
  readonly lastcallUrl: string;
  /** How long a forced logout leaves the agent. */
  readonly countdownSeconds: number;
  readonly server: DemoServer;
}

/** The agent's window: the contact control panel by Streams, the session kept by the library, and what may go wrong. */
export async function openDesk({ agentId, lastcallUrl, countdownSeconds, server }: DeskSettings): Promise<void> {
  const network = makeUnplug();
  const instanceUrl = `${location.origin}/connect/${agentId}`;
  await server.logIntoConnect();
  const frame = element('ccp', HTMLElement);
  connect.core.initCCP(frame, {
    ccpUrl: `${instanceUrl}/ccp-v2`,
    loginPopup: false,
    loginOptions: { disableAuthPopupAfterLogout: true },
  });
  const kept = keepSession({
    url: lastcallUrl,
    agentId,
    signIn: server.signIn,
    desktop: streamsDesktop(connect, { instanceUrl }),
    countdownSeconds,
    on: journal(),
  });

  onClick('ringVoice', () => server.instruct({ do: 'ring', channel: 'voice' }));
  onClick('ringChat', () => server.instruct({ do: 'ring', channel: 'chat' }));
  onClick('hangUp', () => server.instruct({ do: 'hangUp' }));
  onClick('signOut', () => kept.signOut());
  onClick('reload', () => location.reload());
  onClick('unplug', (button) => {
    const isUnplugged = button.ariaPressed !== 'true';
    button.ariaPressed = String(isUnplugged);
    network.setPlugged(!isUnplugged);
  });
  onClick('crash', () => {
    network.cut();
    kept.dispose();
    frame.replaceChildren();
    element('crashed', HTMLElement).hidden = false;
    element('reload', HTMLElement).focus();
  });
  const answering = element('answering', HTMLSelectElement);
  answering.onchange = () => server.instruct({ do: 'answerPutState', answering: { how: answering.value } });
  const { connect: asOfNow } = await server.look();
  answering.value = asOfNow.answering.how;
}

function onClick(id: string, deed: (button: HTMLButtonElement) => unknown): void {
  const button = element(id, HTMLButtonElement);
  button.addEventListener('click', () => deed(button));
}

/// <reference types="amazon-connect-streams" />

import { keepSession, streamsDesktop } from '../agent/lastcall-agent.ts';
import type { DemoServer } from './demo-server.ts';
import { element } from './element.ts';
import { logCallbacks } from './event-log.ts';

export interface AgentWindowSettings {
  readonly agentId: string;
  /** Lastcall's HTTP API. */
  readonly lastcallUrl: string;
  /** Seconds between a forced logout and the moment the control panel goes offline. */
  readonly countdownSeconds: number;
  readonly server: DemoServer;
}

/**
 * The agent's window: the contact control panel embedded with Streams, the session kept by the library, and buttons for
 * contacts and failures.
 */
export async function openAgentWindow(settings: AgentWindowSettings): Promise<void> {
  const { agentId, lastcallUrl, countdownSeconds, server } = settings;
  const network = makeNetworkSwitch();
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
    on: logCallbacks(),
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
  const presence = await server.look();
  answering.value = presence.connect.answering.how;
}

function onClick(id: string, action: (button: HTMLButtonElement) => unknown): void {
  const button = element(id, HTMLButtonElement);
  button.addEventListener('click', () => action(button));
}

/**
 * Takes the agent's window off the network, as far as a page can do that: its requests fail, its beacons are lost, its
 * WebSockets close. The contact control panel is a page of its own and keeps its network.
 */
function makeNetworkSwitch() {
  const { fetch, WebSocket } = globalThis;
  const sendBeacon = navigator.sendBeacon.bind(navigator);
  const sockets = new Set<WebSocket>();
  let isPlugged = true;

  globalThis.fetch = (...request) =>
    isPlugged ? fetch(...request) : Promise.reject(new TypeError('The network is unplugged'));
  navigator.sendBeacon = (...beacon) => !isPlugged || sendBeacon(...beacon);
  globalThis.WebSocket = class extends WebSocket {
    constructor(...[address, protocols]: ConstructorParameters<typeof WebSocket>) {
      super(isPlugged ? address : 'ws://127.0.0.1:9', protocols);
      sockets.add(this);
      this.addEventListener('close', () => sockets.delete(this));
    }
  };
  return {
    /** The page receives the browser's `online` and `offline` events. */
    setPlugged(plugged: boolean): void {
      isPlugged = plugged;
      if (!plugged) for (const socket of sockets) socket.close();
      dispatchEvent(new Event(plugged ? 'online' : 'offline'));
    },
    /** Unplugs the page without an event. */
    cut(): void {
      isPlugged = false;
      for (const socket of sockets) socket.close();
    },
  };
}

/**
 * Takes the agent's window off the network, as far as a page can do that to itself: its requests fail, its beacons go
 * nowhere, its WebSockets close. The contact control panel, a page of its own, keeps its network.
 */
export function makeUnplug() {
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
    /** Takes it off the network, or puts it back on; the browser tells the page of both. */
    setPlugged(plugged: boolean): void {
      isPlugged = plugged;
      if (!plugged) for (const socket of sockets) socket.close();
      dispatchEvent(new Event(plugged ? 'online' : 'offline'));
    },
    /** Takes it off the network without a sign of it. */
    cut(): void {
      isPlugged = false;
      for (const socket of sockets) socket.close();
    },
  };
}

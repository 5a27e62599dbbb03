import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { streamsDesktop } from '../../clients/agent/streams-desktop.ts';

const second = 1000;
const minute = 60 * second;
const states = [
  { name: 'Available', type: 'routable' },
  { name: 'Lunch', type: 'not_routable' },
  { name: 'Offline', type: 'offline' },
];
const stored = new Map<string, string>();
const userActivation = { isActive: false };

beforeEach(() => {
  jest.useFakeTimers({ now: Date.parse('2026-11-21T09:30:00.000Z') });
  stored.clear();
  userActivation.isActive = false;
  const localStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  Object.defineProperty(globalThis, 'localStorage', { value: localStorage, configurable: true, writable: true });
  Object.defineProperty(navigator, 'userActivation', { value: userActivation, configurable: true });
});
afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(navigator, 'userActivation');
});

/** The control panel of an agent who is certainly signed in and has chosen this state. */
function aPanel(initial: string, { hasDurations = true } = {}) {
  const stateOf = (name: string) => states.find((each) => each.name === name) ?? { name, type: 'system' };
  let state = stateOf(initial);
  let beganAt = Date.now();
  let refresh = () => {};
  const show = (name: string, secondsAgo = 0) => {
    state = stateOf(name);
    beganAt = Date.now() - secondsAgo * second;
    refresh();
  };
  const agent = {
    getAgentStates: () => states,
    getState: () => state,
    getNextState: () => null,
    onRefresh(callback: () => void) {
      refresh = callback;
      return { unsubscribe() {} };
    },
    ...(hasDurations && { getStateDuration: () => Date.now() - beganAt }),
    setState({ name }: { name: string }, { success }: { success: () => void }) {
      show(name);
      success();
    },
  };
  const desktop = streamsDesktop(
    {
      agent(callback) {
        callback(agent);
        return { unsubscribe() {} };
      },
      core: { terminate() {} },
      AgentStateType: { OFFLINE: 'offline', ROUTABLE: 'routable' },
      EventType: { TERMINATE: 'terminate' },
    },
    { instanceUrl: 'https://panel.example' },
  );
  const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * second);
  return {
    state: () => state.name,
    desktop,
    pass,
    /** Heartbeats say that the session certainly goes on. */
    keep: () => desktop.remember?.(Date.now() + minute),
    /** The agent clicks a state in the panel, which counts as use of the page for five seconds. */
    async choose(name: string) {
      userActivation.isActive = true;
      show(name);
      await pass(0.2);
    },
    /** The panel shows a state that a server has set some time ago. */
    showOfServer: show,
    /** The page comes back, and has looked for as long as it does. */
    async comeBack(meanwhile: () => Promise<unknown> = async () => {}) {
      const back = desktop.comeBack();
      await pass(1);
      await meanwhile();
      await pass(30);
      await back;
    },
  };
}

async function aPanelAfterSleep(initial: string, settings = {}) {
  const panel = aPanel(initial, settings);
  panel.keep();
  await panel.pass(600);
  return panel;
}

test('an agent who chooses to be offline while the page comes back stays offline, then and later', async () => {
  const panel = await aPanelAfterSleep('Available');
  await panel.comeBack(() => panel.choose('Offline'));
  expect(panel.state()).toBe('Offline');
  await panel.comeBack();
  expect(panel.state()).toBe('Offline');
});

test.each([
  ['shows late', 4, true],
  ['shows late while nobody is there', 4, false],
  ['has set late while nobody is there', 0, false],
])('the agent is set online again after an offline status that a server %s', async (_, secondsAgo, isActive) => {
  const panel = await aPanelAfterSleep('Available');
  await panel.comeBack(async () => {
    userActivation.isActive = isActive;
    panel.showOfServer('Offline', secondsAgo);
  });
  expect(panel.state()).toBe('Available');
});

test('the status is set again that the agent has chosen while the page came back', async () => {
  const panel = await aPanelAfterSleep('Available');
  await panel.comeBack(async () => {
    await panel.choose('Lunch');
    await panel.pass(6);
    userActivation.isActive = false;
    panel.showOfServer('Offline');
  });
  expect(panel.state()).toBe('Lunch');
});

test('with a panel that does not say since when, the status chosen last is set again', async () => {
  const panel = await aPanelAfterSleep('Available', { hasDurations: false });
  await panel.comeBack(async () => {
    await panel.choose('Lunch');
    panel.showOfServer('Offline');
  });
  expect(panel.state()).toBe('Lunch');
});

test.each([0, 3])(
  'after a reload the status comes back, if the page before has set it offline %d s later',
  async (late) => {
    const before = aPanel('Lunch');
    before.keep();
    const offline = before.desktop.goOffline();
    await before.pass(1);
    await offline;
    before.desktop.dispose();
    userActivation.isActive = true;
    const panel = aPanel(late ? 'Lunch' : 'Offline');
    await panel.comeBack(async () => {
      await panel.pass(late);
      if (late) panel.showOfServer('Offline');
    });
    expect(panel.state()).toBe('Lunch');
  },
);

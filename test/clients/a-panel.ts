/**
 * A script that makes `panel`: a contact control panel as streamsDesktop sees it, with the states that Amazon Connect shows.
 * `panel.ignored` requests report success and change nothing, then `panel.refused` requests fail.
 */
const panelScript = `
  panel = {
    states: [
      { name: 'Available', type: 'routable' },
      { name: 'Lunch', type: 'not_routable' },
      { name: 'Gone home', type: 'offline' },
    ],
    state: { name: 'Available', type: 'routable' },
    next: null,
    ignored: 0,
    refused: 0,
    asked: [],
    onRefresh: [],
    /** Somebody else than the library sets a state. */
    choose(name) {
      const state = panel.states.find((each) => each.name === name);
      if (panel.state.type === 'system') panel.next = state;
      else panel.state = state;
      for (const refresh of panel.onRefresh) refresh();
    },
    takeCall() {
      panel.before = panel.state.name;
      panel.state = { name: 'Busy', type: 'system' };
      for (const refresh of panel.onRefresh) refresh();
    },
  };
  connect = {
    AgentStateType: { OFFLINE: 'offline', ROUTABLE: 'routable' },
    EventType: { TERMINATE: 'terminate' },
    core: { terminate() {}, getUpstream: () => ({ sendUpstream: (event) => panel.asked.push(event) }) },
    agent(callback) {
      callback({
        getAgentStates: () => panel.states,
        getState: () => panel.state,
        getNextState: () => panel.next,
        onRefresh(refresh) {
          panel.onRefresh.push(refresh);
          return { unsubscribe() {} };
        },
        setState(state, { success, failure }) {
          panel.asked.push(state.name);
          if (panel.ignored > 0) {
            panel.ignored -= 1;
            return success();
          }
          if (panel.refused > 0) {
            panel.refused -= 1;
            return failure('InvalidStateException');
          }
          panel.choose(state.name);
          success();
        },
      });
      return { unsubscribe() {} };
    },
  };
`;

/** The option `desktop` of a page with the panel. */
export const panelDesktop = `(() => { ${panelScript} return LastcallAgent.streamsDesktop(connect, { instanceUrl: 'https://panel.example' }); })()`;

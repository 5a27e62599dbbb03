/** How sessions behave in an instance. */
export interface AgentSettings {
  /**
   * A session of whose client nothing is heard is held by a contact in hand for so many seconds, then the contact is
   * released; `off`: for as long as the contact lasts.
   */
  readonly contactGraceSeconds: number | 'off';
}

/** Of an instance that has chosen nothing. */
export const defaultAgentSettings: AgentSettings = { contactGraceSeconds: 'off' };

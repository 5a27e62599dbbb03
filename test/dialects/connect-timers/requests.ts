/** The chat of these tests. */
export const path = { InstanceId: 'demo', ContactId: 'c1' };

/** A body with this list of timers. */
export const withTimers = (list: unknown) => ({ ChannelConfiguration: { Chat: { ParticipantTimerConfigList: list } } });

/** A timer: the customer becomes idle after these minutes. */
export const inMinutes = (ParticipantTimerDurationInMinutes: unknown) => ({
  ParticipantRole: 'CUSTOMER',
  TimerType: 'IDLE',
  TimerValue: { ParticipantTimerDurationInMinutes },
});

export const minutes = inMinutes(5);

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { aChat, chatKey } from '#test/support/chats.ts';
import { anyConfig, TimedChat, withAgent } from './timed-chat.ts';

const IDLE = 'IDLE';

describe('6. the configuration stays in effect while an agent or custom participant stays', () => {
  test('a change in the meantime is stored, and takes effect with the next one who joins', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7 } }).advanceTo(1);
    chat.configure({ AGENT: { [IDLE]: 2 } });
    expect(chat.state).toMatchObject({ stored: { AGENT: { IDLE: 2 } }, active: { AGENT: { IDLE: 7 } } });
    expect(chat.advanceTo(10).takeNotices()).toEqual(['7: idle agent 7']);
    chat.join('bot', 'CUSTOM_BOT');
    expect(chat.advanceTo(20).takeNotices()).toEqual(['12: idle agent 2', '12: idle bot 2']);
  });

  test('it does not take effect with a supervisor who joins', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7 } }).configure({ AGENT: { [IDLE]: 2 } });
    chat.join('supervisor', 'SUPERVISOR');
    expect(chat.advanceTo(20).takeNotices()).toEqual(['7: idle agent 7']);
  });

  test('whatever is configured in the meantime, running timers stay as they are', () => {
    fc.assert(
      fc.property(anyConfig, fc.array(anyConfig, { maxLength: 5 }), (config, later) => {
        const [one, other] = [withAgent(config), withAgent(config)];
        for (const [minute, changes] of later.entries()) one.advanceTo(minute).configure(changes);
        expect(one.advanceTo(1000).takeNotices()).toEqual(other.advanceTo(1000).takeNotices());
      }),
    );
  });
});

describe('storing timers', () => {
  const changes = [{ role: 'CUSTOMER', type: IDLE, value: 5 }] as const;

  test('says on the bus what is stored now, and a repeat changes nothing and says nothing', () => {
    const configuration = { CUSTOMER: { IDLE: 5 }, AGENT: {} };
    const { state, events } = configureTimers(aChat(), changes);
    expect(state).toEqual(aChat({ stored: configuration }));
    expect(events).toEqual([{ type: 'TimersConfigured', ...chatKey, configuration }]);
    const again = configureTimers(state, changes);
    expect([again.events, again.outcome]).toEqual([[], { type: 'done', chat: state }]);
    expect(again.state).toBe(state);
  });

  test('is refused in a chat that has ended', () => {
    const over = aChat({ ended: { at: 1, cause: 'ended' } });
    expect(configureTimers(over, changes)).toEqual({ state: over, events: [], outcome: { type: 'ended' } });
  });
});

describe('11. timers that are configured right after the start, or before the queue', () => {
  test('take effect as soon as an agent joins', () => {
    const chat = new TimedChat().configure({ CUSTOMER: { [IDLE]: 5 } }).advanceTo(1);
    chat.configure({ CUSTOMER: { [IDLE]: 6 } }).advanceTo(30);
    chat.join('agent');
    expect(chat.advanceTo(60).takeNotices()).toEqual(['36: idle customer 6']);
  });

  test('are those that were stored last, whatever was configured before', () => {
    fc.assert(
      fc.property(fc.array(anyConfig, { minLength: 1, maxLength: 5 }), (configs) => {
        const chat = new TimedChat();
        for (const config of configs) chat.configure(config);
        chat.join('agent');
        expect(chat.state?.active).toEqual(configs.at(-1));
        expect(chat.state?.participants[1]?.silentSince).toBe(0);
      }),
    );
  });
});

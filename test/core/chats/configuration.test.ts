import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Conversation, withAgent } from './a-conversation.ts';
import { anyConfig } from './any-config.ts';

const IDLE = 'IDLE';

describe('6. the configuration holds while an agent or custom participant stays', () => {
  test('a change meanwhile is stored, and applies to whoever joins next', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7 } }).passesTo(1);
    chat.configure({ AGENT: { [IDLE]: 2 } });
    expect(chat.chat).toMatchObject({ stored: { AGENT: { IDLE: 2 } }, active: { AGENT: { IDLE: 7 } } });
    expect(chat.passesTo(10).told()).toEqual(['7: idle agent 7']);
    chat.joins('bot', 'CUSTOM_BOT');
    expect(chat.passesTo(20).told()).toEqual(['12: idle bot 2']);
  });

  test('a supervisor who joins does not bring it into force', () => {
    const chat = withAgent({ AGENT: { [IDLE]: 7 } }).configure({ AGENT: { [IDLE]: 2 } });
    chat.joins('supervisor', 'SUPERVISOR');
    expect(chat.passesTo(20).told()).toEqual(['7: idle agent 7']);
  });

  test('whatever is configured meanwhile, what runs stays as it was', () => {
    fc.assert(
      fc.property(anyConfig, fc.array(anyConfig, { maxLength: 5 }), (config, later) => {
        const [one, other] = [withAgent(config), withAgent(config)];
        for (const [n, change] of later.entries()) one.passesTo(n).configure(change);
        expect(one.passesTo(1000).told()).toEqual(other.passesTo(1000).told());
      }),
    );
  });
});

describe('11. timers configured right after the start, or before the queue', () => {
  test('hold as soon as an agent joins', () => {
    const chat = new Conversation().configure({ CUSTOMER: { [IDLE]: 5 } }).passesTo(1);
    chat.configure({ CUSTOMER: { [IDLE]: 6 } }).passesTo(30);
    chat.joins('agent');
    expect(chat.passesTo(60).told()).toEqual(['36: idle customer 6']);
  });

  test('are those stored last, whatever was configured before', () => {
    fc.assert(
      fc.property(fc.array(anyConfig, { minLength: 1, maxLength: 5 }), (configs) => {
        const chat = new Conversation();
        for (const config of configs) chat.configure(config);
        chat.joins('agent');
        expect(chat.chat?.active).toEqual(configs.at(-1));
        expect(chat.chat?.participants[1]?.silentSince).toBe(0);
      }),
    );
  });
});

import * as z from 'zod/mini';
import type { Channel } from '#core/agents/agent.ts';
import type { ActiveMode, EndingContact, Miss, MissedRow, RuleWatch, Told } from '#core/agents/rules/rule-watch.ts';
import { keyword } from '../codec/fields.ts';
import { asTuple, listOf, optional, savedAs } from '../codec/saved-as.ts';

const missedRow = savedAs<MissedRow>({
  number: ['n', z.number()],
  answeredAt: ['an', optional(z.number())],
  misses: ['ms', listOf(asTuple<Miss>({ mark: z.string(), at: z.number() }))],
});

const ending = savedAs<EndingContact>({
  contactId: ['id', z.string()],
  channel: ['ch', keyword<Channel>()],
  reason: ['re', z.string()],
  checkAt: ['at', z.number()],
  checks: ['n', z.number()],
});

/** What rules keep of a session, in the agent's item. */
export const ruleWatch = savedAs<RuleWatch>({
  lookAt: ['at', optional(z.number())],
  missed: ['ms', optional(missedRow)],
  told: ['td', listOf(asTuple<Told>({ occasion: z.string(), mode: keyword<ActiveMode>() }))],
  ending: ['en', listOf(ending)],
});

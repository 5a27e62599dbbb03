import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { chosenRetention, fixedRetention, tokenValidity } from '#core/retention.ts';

/** The rows of the page's tables: the text of each cell. */
const rows = readFileSync('docs/data.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));

/** The row whose first cell begins with this text. */
function rowOf(beginning: string) {
  const found = rows.filter(([first = '']) => first.startsWith(beginning));
  expect(found).toHaveLength(1);
  return found[0] ?? [];
}

const inWords = ({ days, after }: { days: number; after: string }) =>
  `${days} ${days === 1 ? 'day' : 'days'} after ${after}`;

test.each([
  ['transcriptDays', 'Transcripts'],
  ['resultDays', 'Logout jobs'],
  ['auditDays', 'Audit log'],
  ['functionLogDays', 'Function logs'],
  ['accessLogDays', 'Access logs'],
] as const satisfies readonly (readonly [keyof typeof chosenRetention, string])[])(
  'docs/data.md says how long %s keeps what it is for',
  (setting, data) => {
    const row = rowOf(data);
    expect(row).toContain(inWords(chosenRetention[setting]));
    expect(row.at(-1)).toBe(`\`${setting}\``);
  },
);

const fixed = {
  chats: 'Chats',
  wakeUps: 'Wake-ups',
  deletedSchedules: 'Deleted schedules',
  rateLimits: 'Rate limits',
  idempotencyKeys: 'Idempotency keys',
  passwordGuesses: 'Attempts at passwords',
  knownSources: 'Where agents have signed in',
  queuedWork: 'Queues',
  deadLetters: 'Dead letters',
} satisfies Record<keyof typeof fixedRetention, string>;

test.each(Object.entries(fixedRetention))('docs/data.md says how long %s are kept', (name, kept) => {
  const data = new Map(Object.entries(fixed)).get(name) ?? '';
  expect(rowOf(data).some((cell) => cell.startsWith(inWords(kept)))).toBe(true);
});

test('docs/data.md names no other number of days after something', () => {
  const known = [...Object.values(chosenRetention), ...Object.values(fixedRetention)].map(inWords);
  const named = rows.flat().filter((cell) => /^\d+ days? after/.test(cell));
  expect(named.map((cell) => cell.replace(/,.*/, '')).toSorted()).toEqual(known.toSorted());
});

test('docs/data.md says how long tokens are valid', () => {
  const texts = { [minutes(24 * 60)]: '24 hours', [seconds(100)]: '100 seconds', [minutes(15)]: '15 minutes' };
  const tokens = {
    session: 'Session of an agent',
    sessionSocket: 'WebSocket address of an agent',
    supervisorSocket: 'WebSocket address of a supervisor',
    participant: 'Participant of a chat',
    connection: 'Messages of a participant',
    socket: 'WebSocket address of a participant',
    securityUser: 'Security user',
  } satisfies Record<keyof typeof tokenValidity, string>;
  const validity = new Map(Object.entries(tokenValidity));
  for (const [name, beginning] of Object.entries(tokens)) {
    expect(rowOf(beginning)[1]?.replace(/,.*/, '')).toBe(texts[validity.get(name) ?? 0]);
  }
});

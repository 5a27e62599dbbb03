import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { billRows, heldUnits, idleBill, monthlyBill, sumOf } from '../../bench/monthly-bill.ts';

const runbook = readFileSync('docs/operations.md', 'utf8');
const bill = monthlyBill(heldUnits);

test('the runbook has the bill of a month as it is computed', () => {
  const [, section = ''] = runbook.split('### A month of 1 000 agents and 100 000 chats');
  const [table = ''] = section.split(/(?<=\*\*sum\*\*.*)\n/);
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  expect(rows.slice(2)).toEqual(billRows(bill));
});

test('a month of 1 000 agents and 100 000 chats costs at most 93 dollars, 40 % below the 155 of before', () => {
  expect(sumOf(bill)).toBeLessThanOrEqual(93);
});

test('an idle month costs at most 5 dollars', () => {
  expect(idleBill()).toBeLessThanOrEqual(5);
  expect(idleBill(20)).toBeGreaterThan(5);
});

test('what is measured counts: a unit more for each message is dollars more', () => {
  const dearer = monthlyBill({ ...heldUnits, keptMessageWriteUnits: 4 });
  expect(sumOf(dearer) - sumOf(bill)).toBeCloseTo((100_000 * 40 * 0.625) / 1e6);
});

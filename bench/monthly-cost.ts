import { atMost, type Measure } from './figure.ts';
import { heldUnits, idleBill, monthlyBill, sumOf } from './monthly-bill.ts';
import { billReferenceChat } from './reference-chat.ts';

/** What a month costs, with the units of a chat as they are now. */
export const measure: Measure = async () => {
  const bills = await billReferenceChat();
  const total = (column: 1 | 2 | 3) => bills.reduce((sum, bill) => sum + bill[column], 0);
  const chat = { writeUnits: total(1), readUnits: total(2), queueRequests: total(3) };
  const bill = monthlyBill({ ...heldUnits, chat });
  return {
    setup:
      'The reference chat is metered; heartbeats, leases and changes are what their own measurements hold. List prices.',
    figures: [
      ...bill.map(({ what, quantity, dollars }) => ({
        what,
        measured: `${dollars.toFixed(2)} dollars ${quantity && `for ${quantity}`}`.trim(),
      })),
      atMost('the month', { value: sumOf(bill), most: 93, unit: 'dollars' }),
      atMost('a month in which nothing happens', { value: idleBill(), most: 5, unit: 'dollars' }),
    ],
  };
};

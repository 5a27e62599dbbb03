import { z } from 'zod';
import type { BusEvent } from '../aws/events/event-bus.ts';
import type { LocalRunSettings } from '../aws/start-app.ts';
import { bulkRoutes } from './answered-logout.ts';
import { eventLines } from './event-lines.ts';
import { type After, sumUpFloods } from './floods.ts';
import { makeForcedLogouts } from './forced-logouts.ts';
import type { ReadLine } from './line.ts';

interface FeedSettings {
  /** Receives a line without its end. */
  readonly print: (line: string) => void;
  /** The real time. */
  readonly now: () => Date;
  readonly after: After;
}

/** The lines of a run about what happens in it. */
export interface Feed extends Required<Pick<LocalRunSettings, 'onEvent' | 'onRequest'>> {
  /** From now on lines are printed. What happened before is part of the start. */
  begin(): void;
  /** Prints what waits to be summed up. */
  end(): void;
}

const published = z.object({ eventId: z.string(), type: z.string() });
const readers = new Map<string, ReadLine>(Object.entries(eventLines));

/** Events may come again. So many are remembered. */
const mostRemembered = 10_000;
const longestLine = 200;

/**
 * Tells what happens in a run of Lastcall, a line each: `15:44:02 forced logout by demo: 3 out, 1 after the call`. It reads
 * the events on the buses, and the answers to forced logouts. Names of people are in neither.
 */
export function makeFeed({ print, now, after }: FeedSettings): Feed {
  const known = new Set<string>();
  let hasBegun = false;

  const floods = sumUpFloods((text) => {
    // Statuses and ids are texts of others.
    const plain = text.replaceAll(/\p{C}+/gu, ' ');
    const line = plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain;
    if (hasBegun) print(`${now().toTimeString().slice(0, 8)} ${line}`);
  }, after);
  const logouts = makeForcedLogouts(floods.print, after);

  return {
    onEvent({ source, detail }: BusEvent): void {
      const { data } = published.safeParse(detail);
      if (source !== 'lastcall' || data === undefined || known.has(data.eventId)) return;
      remember(data.eventId);
      if (logouts.event(detail)) return;
      const line = readers.get(data.type)?.(detail);
      if (line) floods.print(line);
    },
    onRequest: (request) => {
      if (!bulkRoutes.includes(request.routeKey)) return undefined;
      const onAnswer = logouts.request(request);
      return ({ body }) => onAnswer(body.toString());
    },
    begin(): void {
      hasBegun = true;
    },
    end(): void {
      logouts.end();
      floods.end();
    },
  };

  function remember(eventId: string): void {
    known.add(eventId);
    const [oldest] = known;
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
  }
}

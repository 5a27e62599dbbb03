/** A UTC instant in milliseconds since 1970. Every time inside Lastcall is one; ISO 8601 is for the outside. */
export type Instant = number;

export const seconds = (n: number) => n * 1000;
export const minutes = (n: number) => n * 60_000;
export const days = (n: number) => n * 86_400_000;

/** The instant that a text in ISO 8601 names; `undefined` for any other text. */
export function fromIso(text: string): Instant | undefined {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** ISO 8601 with milliseconds, in UTC: `2026-11-21T09:30:00.000Z`. Reads no clock. */
export const toIso = (at: Instant): string => toDate(at).toISOString();

/** For clients that take a date. */
export const toDate = (at: Instant): Date => new Date(at);

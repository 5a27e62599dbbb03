import * as z from 'zod';
import type { Preview } from '#core/forced-logouts/preview.ts';
import { refusalSentence } from '../logout-refusal.ts';
import { guardCounts } from './problem.ts';
import { problemUri, problemUris } from './problem-types.ts';
import { counts, resultAnswer, resultView } from './result-view.ts';
import { unmatchedAnswer, unmatchedView } from './unmatched-view.ts';

/** Lambda answers with 6 MB at most, and each quotation mark in a body counts twice. */
const mostBytes = 5_000_000;
const mostRows = 20_000;

/** What a forced logout would do. */
export const previewAnswer = z.strictObject({
  dryRun: z.literal(true),
  /** Whether every agent has a row and is counted. */
  complete: z.boolean(),
  counts,
  results: z.array(resultAnswer),
  unmatched: unmatchedAnswer,
  excluded: z.int().exactOptional(),
  wouldBeRefused: z.strictObject({ type: z.enum(problemUris), detail: z.string(), ...guardCounts }).exactOptional(),
});

export function previewView(preview: Preview): z.input<typeof previewAnswer> {
  const { rows, excluded, isComplete, refusal } = preview;
  const results = fitting(rows.map(resultView));
  return {
    dryRun: true,
    complete: isComplete && results.length === rows.length,
    counts: preview.counts,
    results,
    unmatched: unmatchedView(preview.unmatched),
    ...(excluded !== undefined && { excluded }),
    ...(refusal && { wouldBeRefused: refusalView(refusal) }),
  };
}

function refusalView(refusal: NonNullable<Preview['refusal']>) {
  const { why, ...found } = refusal;
  const teams = 'teams' in found ? { teams: found.teams.map((team) => ({ ...team })) } : found;
  return { type: problemUri(why), detail: refusalSentence(refusal), ...teams };
}

/** The first rows that fit into an answer. */
function fitting<Row>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, place) => {
    const text = JSON.stringify(row);
    bytes += Buffer.byteLength(text) + text.split('"').length;
    return bytes > mostBytes || place === mostRows;
  });
  return end < 0 ? [...rows] : rows.slice(0, end);
}

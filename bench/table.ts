import type { Figure, Measurement } from './figure.ts';

/** Prints a measurement for people: what, measured, bound, and whether it held. */
export function printMeasurement(title: string, { setup, figures }: Measurement): void {
  const rows = [['what', 'measured', 'bound', ''], ...figures.map(cellsOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  console.log([`\n${title}`, setup, '', ...lines.map((line) => `  ${line}`.trimEnd())].join('\n'));
}

const cellsOf = ({ what, measured, bound }: Figure): string[] => [
  what,
  measured,
  bound?.says ?? '',
  bound === undefined ? '' : bound.isHeld ? 'held' : 'BROKEN',
];

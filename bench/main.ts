import { measurements } from './measurements.ts';
import { runAlone } from './run-alone.ts';
import { printMeasurement } from './table.ts';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Choose from: ${Object.keys(measurements).join(', ')}`);
  process.exit(2);
}

let isHeld = true;
for (const [name, { title, mostSeconds, onlyByName = false }] of Object.entries(measurements)) {
  if (names.length > 0 ? !names.includes(name) : onlyByName) continue;
  const measurement = await runAlone(name, mostSeconds);
  printMeasurement(`${title} (${name})`, measurement);
  isHeld &&= measurement.figures.every(({ bound }) => bound === undefined || bound.of === 'time' || bound.isHeld);
}
if (!isHeld) {
  console.error('A bound is broken.');
  process.exitCode = 1;
}

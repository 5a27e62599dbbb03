import { isDeepStrictEqual } from 'node:util';
import type { RecordedStacks } from '../../bin/release/recorded-stacks.ts';

type Stack = RecordedStacks[string];
type Resource = Stack['resources'][string];

/** Properties that may be added to a resource, and lists that may become longer, without it being replaced. */
const growing = ['AttributeDefinitions', 'GlobalSecondaryIndexes', 'TimeToLiveSpecification'];

/** What would be lost or refused if the stacks of one release were deployed over those of the one before it. */
export function stackFaults(before: RecordedStacks, after: RecordedStacks): string[] {
  return Object.entries(before).flatMap(([name, stack]) => {
    const now = after[name];
    if (now === undefined) return [`The stack ${name} is gone`];
    return [...resourceFaults(stack, now), ...exportFaults(stack, now)].map((fault) => `${name}: ${fault}`);
  });
}

const resourceFaults = (before: Stack, after: Stack): string[] =>
  Object.entries(before.resources).flatMap(([id, resource]) => {
    const now = after.resources[id];
    if (now?.type !== resource.type) return [`${resource.type} ${id} is gone, or has another logical id`];
    return propertyFaults(resource, now).map((fault) => `${resource.type} ${id}: ${fault}`);
  });

function propertyFaults({ properties: before }: Resource, { properties: after }: Resource): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (isDeepStrictEqual(old, now)) return [];
    if (!growing.includes(name) || (old !== undefined && !Array.isArray(old))) return [`${name} has changed`];
    const [entries, entriesNow] = [listOf(old), listOf(now)];
    const lost = entries.filter((entry) => !entriesNow.some((other) => isDeepStrictEqual(entry, other)));
    if (lost.length > 0) return [`${name} has lost or changed an entry`];
    const added = entriesNow.length - entries.length;
    return name === 'GlobalSecondaryIndexes' && added > 1 ? [`${added} indexes at once; a release may add one`] : [];
  });
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const exportFaults = (before: Stack, after: Stack): string[] =>
  Object.entries(before.exports).flatMap(([name, value]) => {
    if (!(name in after.exports))
      return [`the export ${name} is gone, which another stack imports until it is deployed`];
    return isDeepStrictEqual(value, after.exports[name]) ? [] : [`the export ${name} has another value`];
  });

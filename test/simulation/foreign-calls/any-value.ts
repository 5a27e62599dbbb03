import type * as z from 'zod';
import { schemaShape } from '../../../bin/openapi/client-types.ts';
import type { Random } from '../random.ts';
import type { KnownValues } from './known-values.ts';

interface Sources {
  readonly random: Random;
  readonly known: KnownValues;
  /** What every free text of the request contains. */
  readonly marker: string;
}

/** A value that a schema lets in, more or less: now and then one that it does not. */
export function anyValue(given: unknown, name: string, sources: Sources): unknown {
  const { random, known, marker } = sources;
  const schema = schemaShape.parse(given);
  const one = <Value>(values: readonly Value[]) => values[random.upTo(values.length - 1)];
  if (random.chance(0.003)) return one([null, -1, '', [], {}]);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return one(schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return anyValue(one(either), name, sources);
  switch (Array.isArray(schema.type) ? one(schema.type) : schema.type) {
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'integer':
    case 'number': {
      const id = Number(known.pick(name, random));
      if (Number.isSafeInteger(id)) return id;
      const least = Math.max(schema.minimum ?? 1, -1_000);
      return least + random.upTo(Math.min((schema.maximum ?? least + 60) - least, 60));
    }
    case 'array':
      return Array.from({ length: (schema.minItems ?? (random.chance(0.9) ? 1 : 0)) + random.upTo(1) }, () =>
        anyValue(schema.items ?? {}, name, sources),
      );
    case 'object':
      return anyObject(schema, sources);
    default:
      return known.pick(name, random) ?? anyText(name, marker).slice(0, schema.maxLength ?? 250);
  }
}

function anyObject({ properties = {}, required = [] }: z.infer<typeof schemaShape>, sources: Sources): object {
  const { random } = sources;
  const names = Object.keys(properties);
  // Either of two, as in the value of a timer.
  const only = names.length === 2 && required.length === 0 && random.chance(0.6) ? names[random.upTo(1)] : undefined;
  if (only !== undefined) return { [only]: anyValue(properties[only], only, sources) };
  const share = random.chance(0.4) ? 1 : 0.35;
  const members = Object.entries(properties).filter(
    ([name, schema]) => !('not' in schema) && (required.includes(name) || random.chance(share)),
  );
  return Object.fromEntries(members.map(([name, schema]) => [name, anyValue(schema, name, sources)]));
}

/** Text that a member of this name may take. */
function anyText(name: string, marker: string): string {
  if (/email/i.test(name)) return `${marker}@example.com`;
  if (/url$/i.test(name)) return `https://${marker}.example.com/`;
  if (/(At|from|to)$/.test(name)) return '2026-11-21T12:00:00.000Z';
  if (name === 'at') return '22:00';
  return marker;
}

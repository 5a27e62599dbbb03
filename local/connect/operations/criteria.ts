import { BadRequest } from '../connect-error.ts';

/** Search criteria, as the search operations share them. */
interface Criteria<Self> {
  readonly OrConditions?: readonly Self[];
  readonly AndConditions?: readonly Self[];
  readonly StringCondition?: {
    readonly FieldName?: string;
    readonly Value?: string;
    readonly ComparisonType?: string;
  };
}

/** An item, as far as one can search by it. */
export interface Searched<Self> {
  /** The fields one can search by, each with the values that the item has. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Conditions that only this search has. @default none */
  readonly also?: (criteria: Self) => boolean;
}

/** Whether an item meets the criteria. All that is given must hold. */
export function meets<Self extends Criteria<Self>>(criteria: Self | undefined, searched: Searched<Self>): boolean {
  if (criteria === undefined) return true;
  const { OrConditions, AndConditions, StringCondition } = criteria;
  return (
    (OrConditions === undefined || OrConditions.some((one) => meets(one, searched))) &&
    (AndConditions === undefined || AndConditions.every((one) => meets(one, searched))) &&
    (StringCondition === undefined || meetsString(StringCondition, searched.fields)) &&
    (searched.also?.(criteria) ?? true)
  );
}

function meetsString(
  { FieldName = '', Value = '', ComparisonType = 'EXACT' }: NonNullable<Criteria<unknown>['StringCondition']>,
  fields: Readonly<Record<string, readonly string[]>>,
): boolean {
  const values = Object.hasOwn(fields, FieldName) ? fields[FieldName] : undefined;
  if (values === undefined) throw new BadRequest(`FieldName ${FieldName} cannot be searched by`);
  if (ComparisonType === 'CONTAINS' && (Value.length < 2 || Value.length > 25))
    throw new BadRequest('Value must have 2 to 25 characters for CONTAINS');
  const wanted = Value.toLowerCase();
  return values.some((value) => {
    const has = value.toLowerCase();
    if (ComparisonType === 'CONTAINS') return has.includes(wanted);
    return ComparisonType === 'STARTS_WITH' ? has.startsWith(wanted) : has === wanted;
  });
}

interface Condition {
  readonly field: string;
  readonly is: readonly string[];
}

interface Field {
  readonly name: string;
  readonly when?: Condition | readonly Condition[] | undefined;
}

interface Asked {
  readonly kind: string;
  readonly values?: readonly string[] | undefined;
  readonly default?: unknown;
}

/** What a field holds before anybody has set it: its default, and of a choice without one what its box shows. */
export function heldFirst(field: Asked | undefined): unknown {
  return field?.default ?? (field?.kind === "choice" ? field.values?.[0] : undefined);
}

/** The fields that the others let show. What hangs on a field that is not shown itself is not shown by it, whatever it held before. */
export function shownFields<F extends Field>(fields: readonly F[], value: (name: string) => string): readonly F[] {
  // Each hangs on one before it, so that one walk decides.
  const shown = new Map<string, F>();
  for (const field of fields) {
    const conditions = field.when === undefined ? [] : [field.when].flat();
    const holds = ({ field: name, is }: Condition) => shown.has(name) && is.includes(value(name));
    if (conditions.length === 0 || conditions.some(holds)) shown.set(field.name, field);
  }
  return [...shown.values()];
}

/**
 * Finds fields by name where a record has hundreds and few are asked for: the names are learned as they are asked for, and of the
 * fields of later records only those are kept. The names stand in the code, so that they are few.
 */
export class AskedNames<Field extends { readonly name: string }> {
  readonly #places = new Map<string, number>();

  /** The fields of one record, to be asked by name. Of several of a name the first that `tells` something, else the first. */
  collect(fields: readonly Field[], tells: (field: Field) => boolean): (name: string) => Field | undefined {
    const found: (Field | undefined)[] = Array(this.#places.size);
    for (const field of fields) {
      const place = this.#places.get(field.name);
      if (place === undefined) continue;
      const known = found[place];
      if (known === undefined || !tells(known)) found[place] = field;
    }
    return (name) => {
      const place = this.#places.get(name);
      if (place !== undefined && place < found.length) return found[place];
      if (place === undefined) this.#places.set(name, this.#places.size);
      return firstThatTells(fields, name, tells);
    };
  }
}

function firstThatTells<Field extends { readonly name: string }>(
  fields: readonly Field[],
  name: string,
  tells: (field: Field) => boolean,
): Field | undefined {
  let found: Field | undefined;
  for (const field of fields) if (field.name === name && (found === undefined || !tells(found))) found = field;
  return found;
}

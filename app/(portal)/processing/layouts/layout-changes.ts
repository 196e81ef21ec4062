/** One place in which two layouts differ. */
export interface LayoutChange {
  readonly path: string;
  /** Null where there was, or is, nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs between two layouts, place by place; the order of keys says nothing. */
export function changesBetween(before: unknown, after: unknown, path = ""): LayoutChange[] {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) =>
      changesBetween(Reflect.get(before, key), Reflect.get(after, key), below(path, key, before)),
    );
  }
  const [was, is] = [said(before), said(after)];
  return was === is ? [] : [{ path, before: was, after: is }];
}

/** Members of a list are counted from one. */
function below(path: string, key: string, parent: object): string {
  const name = Array.isArray(parent) ? String(Number(key) + 1) : key;
  return path === "" ? name : `${path} > ${name}`;
}

function isTree(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    (Array.isArray(value) ? value.some((each) => typeof each === "object") : true)
  );
}

function said(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

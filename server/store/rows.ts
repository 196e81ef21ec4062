/** Rows of the database with their columns in the house's spelling: `company_id` becomes `companyId`. */
export function rowsAs<T>(rows: Iterable<unknown>): T[] {
  const answer: T[] = [];
  for (const row of rows) answer.push(rowAs<T>(row));
  return answer;
}

export function rowAs<T>(row: unknown): T {
  const answer: Record<string, unknown> = {};
  const source = row as Record<string, unknown>;
  for (const column in source) answer[camel(column)] = source[column];
  return answer as T;
}

const spelled = new Map<string, string>();

function camel(column: string): string {
  const known = spelled.get(column);
  if (known !== undefined) return known;
  const name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  spelled.set(column, name);
  return name;
}

/**
 * What a sealed value is bound to (AAD): table, column, company and row. Moved to another place it does not open. Ids are
 * UUID texts.
 */
export function rawSegmentPlace(companyId: number, id: string): string {
  return `data.raw_segment.sealed/${companyId}/${id}`;
}

export function undefinedLinePlace(companyId: number, id: string): string {
  return `data.undefined_line.sealed/${companyId}/${id}`;
}

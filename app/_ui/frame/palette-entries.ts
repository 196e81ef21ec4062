/** Something the palette offers. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: "pages" | "actions" | "companies" | "views" | "look";
  readonly label: string;
  /** The key that does the same. */
  readonly keys?: string;
  run(): void;
}

/** The entries whose words all stand in what was typed, those that begin with it first; the order is kept otherwise. */
export function offered(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  return entries
    .filter(({ label }) => words.every((word) => folded(label).includes(word)))
    .map((entry, at) => ({ entry, at, rank: first !== "" && folded(entry.label).startsWith(first) ? 0 : 1 }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ entry }) => entry);
}

function folded(text: string): string {
  return text.toLocaleLowerCase("sv").trim();
}

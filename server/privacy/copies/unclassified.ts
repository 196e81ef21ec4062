import { CLASSIFIED, CLASSIFIED_FILES, type ClassifiedTable } from "./classified.ts";

export type Cluster = "data" | "keyring";

/** A column, table or file that nobody has classified, or a line that classifies what is not there. */
export interface Unclassified {
  readonly what: "table" | "column" | "file" | "gone";
  /** "data.party.pseudonym", "data.party", or the name of a file in the home. */
  readonly name: string;
  /** What to add, as it has to stand there. */
  readonly advice: string;
}

interface FoundTable {
  readonly table: string;
  readonly columns: readonly string[];
}

const FILE_OF: Readonly<Record<Cluster, string>> = {
  data: "server/privacy/copies/classified-data.ts",
  keyring: "server/privacy/copies/classified-keyring.ts",
};

/** Compares what a cluster has with what is classified. Pure; the queue's tables may be missing before its first start. */
export function unclassifiedTables(
  cluster: Cluster,
  found: readonly FoundTable[],
  classified: readonly ClassifiedTable[] = CLASSIFIED[cluster],
): Unclassified[] {
  const known = new Map(classified.map((one) => [one.table, one]));
  const there = new Map(found.map((one) => [one.table, new Set(one.columns)]));
  const missing = found.flatMap(({ table, columns }): Unclassified[] => {
    const own = known.get(table);
    if (own === undefined) {
      const line = `table("${table}", "STORE", { plain: "${columns.join(" ")}" }),`;
      return [{ what: "table", name: table, advice: `Add to ${FILE_OF[cluster]}, each column in its kind: ${line}` }];
    }
    return columns
      .filter((column) => !own.columns.has(column))
      .map((column) => ({
        what: "column",
        name: `${table}.${column}`,
        advice: `Add ${column} to the text of its kind (plain, employee, words, pseudonym, hashed, sealed or secret) in table("${table}", ...) of ${FILE_OF[cluster]}.`,
      }));
  });
  const gone = classified.flatMap(({ table, columns }): Unclassified[] => {
    const own = there.get(table);
    if (own === undefined) {
      if (table.startsWith("pgboss.")) return [];
      return [{ what: "gone", name: table, advice: `Take table("${table}", ...) out of ${FILE_OF[cluster]}.` }];
    }
    return [...columns.keys()]
      .filter((column) => !own.has(column))
      .map((column) => ({
        what: "gone",
        name: `${table}.${column}`,
        advice: `Take ${column} out of table("${table}", ...) of ${FILE_OF[cluster]}.`,
      }));
  });
  return [...missing, ...gone];
}

/** Names in the home that no line of `CLASSIFIED_FILES` knows. */
export function unclassifiedFiles(names: readonly string[]): Unclassified[] {
  return names
    .filter((name) => !CLASSIFIED_FILES.some((one) => one.name.test(name)))
    .map((name) => ({
      what: "file",
      name,
      advice: `Add to CLASSIFIED_FILES of server/privacy/copies/classified.ts: { name: /^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$/, store: "STORE" },`,
    }));
}

import { readdir } from "node:fs/promises";
import { door, type Installation } from "../../context.ts";
import { keyringCatalogue } from "../../keyring/catalogue.ts";
import { dataCatalogue } from "../../store/catalogue.ts";
export type { Unclassified } from "./unclassified.ts";

import { type Unclassified, unclassifiedFiles, unclassifiedTables } from "./unclassified.ts";

/** Reads the catalogues of both clusters and the names in the home; values are read nowhere. */
export async function findUnclassified(
  installation: Pick<Installation, "env" | "sql" | "keyring">,
): Promise<Unclassified[]> {
  const [data, keyring, names] = await Promise.all([
    dataCatalogue(door(installation, "web")),
    keyringCatalogue(installation.keyring),
    readdir(installation.env.home).catch(() => []),
  ]);
  return [
    ...unclassifiedTables("data", data),
    ...unclassifiedTables("keyring", keyring),
    ...unclassifiedFiles(names.filter((name) => !name.startsWith("."))),
  ];
}

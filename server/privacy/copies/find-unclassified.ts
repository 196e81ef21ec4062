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
  const found = [
    ...unclassifiedTables("data", data),
    ...unclassifiedTables("keyring", keyring),
    ...unclassifiedFiles(names.filter((name) => !name.startsWith("."))),
  ];
  return found.map(({ what, name, advice }) => ({ what, name: withoutDigits(name), advice: withoutDigits(advice) }));
}

/** What somebody made by hand may be named after a person, and this is shown, logged and put into support bundles. */
function withoutDigits(text: string): string {
  return text.replace(/\d(?:[ ._-]?\d){3,}/g, "…");
}

import { door, type Installation } from "../../context.ts";
import { keyringFigures, keyringMigrationOfRelease } from "../../keyring/index.ts";
import { dataFigures, dataMigrationOfRelease } from "../../store/cluster-figures.ts";

export type ReadyPart = "data-cluster" | "keyring-cluster" | "data-migrations" | "keyring-migrations" | "keyring";

const PATIENCE_MS = 5_000;

/** The parts for which this process cannot serve now; empty when it can. It says names of parts and nothing else. */
export async function notReady(opening: Promise<Installation>): Promise<ReadyPart[]> {
  const installation = await within(opening).catch(() => null);
  if (installation === null) return ["keyring"];
  const [data, keyring] = await Promise.all([
    within(dataFigures(door(installation, "web"))).catch(() => null),
    within(keyringFigures(installation.keyring)).catch(() => null),
  ]);
  const parts: ReadyPart[] = [];
  if (data === null) parts.push("data-cluster");
  else if (data.migrationAt !== dataMigrationOfRelease()) parts.push("data-migrations");
  if (keyring === null) parts.push("keyring-cluster");
  else if (keyring.migrationAt !== keyringMigrationOfRelease()) parts.push("keyring-migrations");
  return parts;
}

async function within<T>(asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("no answer in time")), PATIENCE_MS);
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

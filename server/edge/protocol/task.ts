import { createHash, type KeyObject } from "node:crypto";
import type { CryptoKey, JWK } from "jose";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { openJson, sealJson } from "./sealed-json.ts";

const Settings = z.record(z.string(), z.unknown());
export const Site = {
  timeZone: z.string().nullable(),
  country: z.string().nullable(),
  outsideLine: z.string().nullable(),
  extensionDigits: z.int().nullable(),
  internationalPrefix: z.string().nullable(),
};

export const TaskCompany = z.object({
  id: z.int().positive(),
  slug: z.string(),
  ...Site,
  timeZone: z.string(),
  country: z.string(),
});
export const TaskGate = z.object({ filter: z.unknown(), shield: z.unknown() });
/** As what the key of a source's fingerprints is sealed: no transport has a credential of this name. */
export const FINGERPRINT = "gallra fingerprint";
export const SealedCredentials = z.array(z.object({ name: z.string(), sealed: z.string() }));

/** What an edge is to do: its sources, with what they need to be read, and what is left out before anything is written down. */
export const EdgeTask = z.object({
  edgeId: z.uuid(),
  company: TaskCompany,
  gate: TaskGate,
  sources: z.array(
    z.object({
      id: z.int().positive(),
      transport: z.string(),
      driver: z.string(),
      settings: Settings,
      /** With the text of a saved layout. */
      driverOptions: z.record(z.string(), z.string()),
      ...Site,
      /** Stands in its segments: it grows when the source is placed anew. */
      fencing: z.int().positive(),
      /** Each sealed to this edge when a person entered it: the portal cannot open them either. */
      credentials: SealedCredentials,
      /** The key of its fingerprints, sealed to this edge by a collector at home; null until one has. */
      fingerprint: z.string().nullable().default(null),
    }),
  ),
});
export type EdgeTask = z.infer<typeof EdgeTask>;
export type TaskSource = EdgeTask["sources"][number];

/** By which an edge says which task it has. The same task has the same one. */
export function stampOf(task: EdgeTask): string {
  return createHash("sha256").update(JSON.stringify(task)).digest("base64url");
}

/** Only the edge opens it: on the way, and on its own disk, it tells nobody of rules and addresses. */
export async function sealTask(task: EdgeTask, sealKey: JWK): Promise<string> {
  return await sealJson(task, TYPE, sealKey);
}

/** Throws AppError "corrupt" for what was not sealed to this edge. */
export async function openTask(sealed: string, edgeId: string, privateKey: CryptoKey | KeyObject): Promise<EdgeTask> {
  try {
    const task = EdgeTask.parse(await openJson(sealed, TYPE, privateKey));
    if (task.edgeId === edgeId) return task;
  } catch (cause) {
    // The library's message may hold parts of what it opened.
    throw damaged((cause as Error).name);
  }
  throw damaged("place");
}

const TYPE = "gallra-edge-task";

function damaged(cause: string): AppError {
  return new AppError("corrupt", "What the portal wants this edge to do cannot be read.", { cause: new Error(cause) });
}

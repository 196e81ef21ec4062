import type { KeyObject } from "node:crypto";
import type { CryptoKey, JWK } from "jose";
import { z } from "zod";
import { AppError } from "../../domain/app-error.ts";
import { openJson, sealJson } from "./sealed-json.ts";
import { SealedCredentials, TaskCompany, TaskGate } from "./task.ts";

/** A test of a source that this edge is to make once, with what holds at that moment. */
export const ProbeOrder = z.object({
  edgeId: z.uuid(),
  probeId: z.uuid(),
  /** Sealed to this edge by who asked, with the key that the answer is sealed to. */
  question: z.string(),
  company: TaskCompany,
  /** What is left out and shielded here, in a test too. */
  gate: TaskGate,
  /** The source whose credentials it may use, and where they go; null for one that is not saved. */
  stored: z
    .object({
      sourceId: z.int().positive(),
      transport: z.string(),
      settings: z.record(z.string(), z.unknown()),
      credentials: SealedCredentials,
    })
    .nullable(),
});
export type ProbeOrder = z.infer<typeof ProbeOrder>;

export async function sealProbeOrder(order: ProbeOrder, sealKey: JWK): Promise<string> {
  return await sealJson(order, TYPE, sealKey);
}

/** Throws AppError "corrupt" for what was not sealed to this edge. */
export async function openProbeOrder(
  sealed: string,
  edgeId: string,
  privateKey: CryptoKey | KeyObject,
): Promise<ProbeOrder> {
  try {
    const order = ProbeOrder.parse(await openJson(sealed, TYPE, privateKey));
    if (order.edgeId === edgeId) return order;
  } catch (cause) {
    // The library's message may hold parts of what it opened.
    throw damaged((cause as Error).name);
  }
  throw damaged("place");
}

const TYPE = "gallra-edge-probe";

function damaged(cause: string): AppError {
  return new AppError("corrupt", "What the portal wants this edge to do cannot be read.", { cause: new Error(cause) });
}

import { createLog } from "../log.ts";
import { notReady, type ReadyPart } from "../maintenance/health/readiness.ts";
import { webInstallation } from "./installation.ts";

const ASKED_MS = 1_000;
let last: { readonly at: number; readonly parts: Promise<readonly ReadyPart[]> } | null = null;

/**
 * The parts for which this process cannot serve; empty when it can. Opens what is not open yet. Strangers may ask it: however
 * many do, the clusters are asked once a second.
 */
export function partsNotReady(): Promise<readonly ReadyPart[]> {
  const now = performance.now();
  if (last === null || now - last.at > ASKED_MS) last = { at: now, parts: askParts() };
  return last.parts;
}

async function askParts(): Promise<readonly ReadyPart[]> {
  const parts = await notReady(webInstallation());
  if (parts.length > 0) createLog("web").warn("not-ready", { parts: parts.join(" ") });
  return parts;
}

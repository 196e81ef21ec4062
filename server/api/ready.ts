import { createLog } from "../log.ts";
import { notReady, type ReadyPart } from "../maintenance/health/readiness.ts";
import { webInstallation } from "./installation.ts";

/** The parts for which this process cannot serve; empty when it can. Opens what is not open yet. */
export async function partsNotReady(): Promise<readonly ReadyPart[]> {
  const parts = await notReady(webInstallation());
  if (parts.length > 0) createLog("web").warn("not-ready", { parts: parts.join(" ") });
  return parts;
}

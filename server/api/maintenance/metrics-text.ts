import { readEnv } from "../../env.ts";
import { metrics } from "../../maintenance/metrics/metrics.ts";
import { maySeeMetrics } from "../../maintenance/metrics/token.ts";

/** This process's figures for whoever carries the token of the home; null for everybody else. */
export async function metricsText(authorization: string | null): Promise<{ text: string; type: string } | null> {
  if (!maySeeMetrics(readEnv().home, authorization)) return null;
  const { registry } = metrics();
  return { text: await registry.metrics(), type: registry.contentType };
}

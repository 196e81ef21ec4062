import { door } from "../../context.ts";
import type { HealthResult } from "../../domain/health.ts";
import { keyringFigures } from "../../keyring/index.ts";
import { type ClusterFigures, dataFigures } from "../../store/cluster-figures.ts";
import type { HealthCheck } from "./site.ts";

const LONG_SECONDS = 900;
const MOST_USED = 0.85;
const LARGE_WAL = 8 * 1024 ** 3;

export const dataCluster: HealthCheck = {
  id: "data-cluster",
  ask: async ({ installation }) => {
    if (installation === null) return { state: "bad", sentence: "health.data-cluster.away", figures: {} };
    const figures = await dataFigures(door(installation, "web")).catch(() => null);
    if (figures === null) return { state: "bad", sentence: "health.data-cluster.away", figures: {} };
    return { ...judge("data-cluster", figures), figures: shown(figures) };
  },
};

export const keyringCluster: HealthCheck = {
  id: "keyring-cluster",
  ask: async ({ installation }) => {
    if (installation === null) return { state: "bad", sentence: "health.keyring-cluster.away", figures: {} };
    const figures = await keyringFigures(installation.keyring).catch(() => null);
    if (figures === null) return { state: "bad", sentence: "health.keyring-cluster.away", figures: {} };
    return { ...judge("keyring-cluster", figures), figures: shown(figures) };
  },
};

function judge(
  which: "data-cluster" | "keyring-cluster",
  { oldestTransactionSeconds, connections, connectionsMost, walBytes }: ClusterFigures,
): Pick<HealthResult, "state" | "sentence"> {
  if ((oldestTransactionSeconds ?? 0) > LONG_SECONDS) return { state: "warn", sentence: `health.${which}.long` };
  if (connections > connectionsMost * MOST_USED) return { state: "warn", sentence: `health.${which}.full` };
  if ((walBytes ?? 0) > LARGE_WAL) return { state: "warn", sentence: `health.${which}.wal` };
  return { state: "ok", sentence: `health.${which}.ok` };
}

function shown({ bytes, walBytes, oldestTransactionSeconds, connections, connectionsMost }: ClusterFigures) {
  return { bytes, walBytes, oldestTransactionSeconds: oldestTransactionSeconds ?? 0, connections, connectionsMost };
}

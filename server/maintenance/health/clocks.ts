import { door } from "../../context.ts";
import { keyringFigures } from "../../keyring/index.ts";
import { dataFigures } from "../../store/cluster-figures.ts";
import type { HealthCheck } from "./site.ts";

const MOST_APART_MS = 60_000;

export const clocks: HealthCheck = {
  id: "clocks",
  async ask({ installation }) {
    if (installation === null) return { state: "bad", sentence: "health.clocks.apart", figures: {} };
    const times = [
      installation.clock().getTime(),
      (await dataFigures(door(installation, "web"))).clock.getTime(),
      (await keyringFigures(installation.keyring)).clock.getTime(),
    ];
    const apartMs = Math.max(...times) - Math.min(...times);
    const figures = { apartSeconds: Math.round(apartMs / 1000) };
    return apartMs < MOST_APART_MS
      ? { state: "ok", sentence: "health.clocks.ok", figures }
      : { state: "bad", sentence: "health.clocks.apart", figures };
  },
};

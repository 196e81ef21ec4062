import { findUnclassified } from "../../privacy/copies/find-unclassified.ts";
import type { HealthCheck } from "./site.ts";

/** What nobody has classified is found by nobody: neither by a search for a person nor by an erasure. */
export const copies: HealthCheck = {
  id: "copies",
  async ask({ installation, home }) {
    if (installation === null) return { state: "bad", sentence: "health.copies.unasked", figures: {} };
    const found = await findUnclassified({ ...installation, env: { ...installation.env, home } });
    const first = found[0];
    if (first === undefined) return { state: "ok", sentence: "health.copies.ok", figures: {} };
    return {
      state: "bad",
      sentence: "health.copies.unclassified",
      figures: { unclassified: found.length, first: first.name },
    };
  },
};

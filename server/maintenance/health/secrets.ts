import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { HealthCheck } from "./site.ts";

const NEEDED = ["root.jwk", "signing.jwk", "roles.json", "clusters.json", "auth.secret", "collector.key"];

export const secrets: HealthCheck = {
  id: "secrets",
  async ask({ home }) {
    let missing = 0;
    let open = 0;
    for (const name of NEEDED) {
      const found = await stat(join(home, "secrets", name)).catch(() => null);
      if (found === null) missing++;
      else if ((found.mode & 0o077) !== 0) open++;
    }
    const figures = { files: NEEDED.length - missing, missing, open };
    if (missing > 0) return { state: "bad", sentence: "health.secrets.missing", figures };
    if (open > 0) return { state: "bad", sentence: "health.secrets.open", figures };
    return { state: "ok", sentence: "health.secrets.ok", figures };
  },
};

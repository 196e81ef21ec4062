import { join } from "node:path";
import { keyringStatus, loadSecrets, verifyLedger } from "../../keyring/index.ts";
import type { HealthCheck } from "./site.ts";

export const ledger: HealthCheck = {
  id: "ledger",
  async ask({ home, installation }) {
    const { signing } = await loadSecrets(home);
    const verdict = await verifyLedger(join(home, "ledger"), { publicJwk: signing.publicJwk, livingOnly: true });
    if (!verdict.ok) return { state: "bad", sentence: "health.ledger.broken", figures: {} };
    if (installation === null) return { state: "ok", sentence: "health.ledger.ok", figures: {} };
    const status = await keyringStatus(installation.keyring);
    const figures = { onDisk: status.ledger.onDisk, seen: status.ledger.seen };
    // A destruction under way stands on the disk a moment before the keyring has seen it.
    const behind = status.ledger.seen > status.ledger.onDisk || status.ledger.onDisk - status.ledger.seen > 1;
    return behind
      ? { state: "bad", sentence: "health.ledger.behind", figures }
      : { state: "ok", sentence: "health.ledger.ok", figures };
  },
};

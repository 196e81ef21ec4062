import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { HealthCheck } from "./site.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

export const certificate: HealthCheck = {
  id: "certificate",
  async ask({ certFile, now }) {
    const pem = await readFile(certFile, "utf8").catch(() => null);
    if (pem === null) return { state: "warn", sentence: "health.certificate.none", figures: {} };
    const until = new Date(new X509Certificate(pem).validTo);
    const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
    const figures = { until: until.toISOString(), days };
    if (days < 0) return { state: "bad", sentence: "health.certificate.ended", figures };
    if (days < SOON_DAYS) return { state: "warn", sentence: "health.certificate.soon", figures };
    return { state: "ok", sentence: "health.certificate.ok", figures };
  },
};

import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";

export type AuditAnswer = inferRouterOutputs<AppRouter>["audit"]["list"];
export type AuditEntry = AuditAnswer["rows"][number];
export type Chain = inferRouterOutputs<AppRouter>["audit"]["chain"];
type Question = inferRouterInputs<AppRouter>["audit"]["list"];

/** Whose audit a page shows: the same list and the same chain, asked of other procedures. */
export interface Whose {
  readonly name: "company" | "installation";
  list(question: Question): Promise<AuditAnswer>;
  chain(): Promise<Chain>;
  verify(): Promise<unknown>;
  cancelVerify(): Promise<unknown>;
}

export const COMPANY: Whose = {
  name: "company",
  list: (question) => api.audit.list.query(question),
  chain: () => api.audit.chain.query(),
  verify: () => api.audit.verify.mutate(),
  cancelVerify: () => api.audit.cancelVerify.mutate(),
};

/** It tells of nobody outside, and has no time zone but UTC. */
export const INSTALLATION: Whose = {
  name: "installation",
  list: ({ about: _, ...question }) => api.audit.installationList.query(question),
  chain: () => api.audit.installationChain.query(),
  verify: () => api.audit.installationVerify.mutate(),
  cancelVerify: () => api.audit.installationCancelVerify.mutate(),
};

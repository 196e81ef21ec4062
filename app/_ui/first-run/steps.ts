import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import type { Viewer } from "../viewer.tsx";

export type FirstSteps = inferRouterOutputs<AppRouter>["me"]["firstSteps"];

export type StepName = "company" | "people" | "source" | "collected" | "retention" | "search";

export interface Step {
  readonly name: StepName;
  readonly done: boolean;
  readonly href: string;
}

/**
 * The way from an empty installation to a first search, as far as this profile can go it. `seenRules`: the page of the rules has
 * been looked at, the one step of which nothing remains.
 */
export function stepsFor(viewer: Viewer, facts: FirstSteps, seenRules: boolean): readonly Step[] {
  const may = (permission: Viewer["permissions"][number]) => viewer.permissions.includes(permission);
  const steps: readonly (Step & { readonly offered: boolean })[] = [
    { name: "company", done: facts.company, href: "/companies", offered: may("company.change") },
    { name: "people", done: facts.people, href: "/people", offered: may("people.change") },
    { name: "source", done: facts.source, href: "/sources/new", offered: may("source.change") },
    { name: "collected", done: facts.collected, href: "/sources", offered: may("source.change") },
    { name: "retention", done: seenRules, href: "/retention", offered: may("retention.see") },
    { name: "search", done: facts.searched, href: "/data", offered: may("data.search") },
  ];
  return steps.filter(({ offered }) => offered).map(({ offered: _, ...step }) => step);
}

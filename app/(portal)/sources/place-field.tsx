"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { SelectField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";

type EdgeView = inferRouterOutputs<AppRouter>["edges"]["list"]["edges"][number];

/** More edges than any company has: so many pages are looked at. */
const MOST_PAGES = 40;

/** The company's edges that were not revoked; undefined until they are known. */
function useEdges(): readonly EdgeView[] | undefined {
  return useQuery({ queryKey: ["edges", "all"], queryFn: everyEdge, staleTime: 15_000 }).data;
}

async function everyEdge(): Promise<EdgeView[]> {
  const edges: EdgeView[] = [];
  let page = await api.edges.list.query({});
  for (let n = 1; ; n++) {
    edges.push(...page.edges.filter(({ state }) => state !== "revoked"));
    // Those that were revoked come last.
    if (page.next === null || page.next.revoked || n >= MOST_PAGES) return edges;
    page = await api.edges.list.query({ after: page.next });
  }
}

interface PlaceFieldProps {
  /** null = this server. */
  readonly edgeId: string | null;
  readonly choose: (edgeId: string | null) => void;
}

/** Who collects a source: this server, or an edge at the customer's site. */
export function PlaceField({ edgeId, choose }: PlaceFieldProps) {
  const words = useWords();
  const edges = useEdges() ?? [];
  const help =
    edgeId !== null ? (
      words.t("sources.place.edge.help")
    ) : edges.length > 0 ? (
      words.t("sources.place.here.help")
    ) : (
      <>
        {words.t("sources.place.none.help")}{" "}
        <Link href="/sources/edges" prefetch={false} className="text-pine underline underline-offset-3">
          {words.t("edges.open")}
        </Link>
      </>
    );
  return (
    <SelectField
      id="source-place"
      name="place"
      label={words.t("sources.place")}
      help={help}
      value={edgeId ?? ""}
      onChange={(event) => choose(event.target.value === "" ? null : event.target.value)}
    >
      <option value="">{words.t("sources.place.here")}</option>
      {edges.map(({ id, name, state }) => (
        <option key={id} value={id}>
          {words.t("sources.place.edge", { name })}
          {state === "at-work" ? "" : ` (${words.t(`edges.state.${state}`)})`}
        </option>
      ))}
    </SelectField>
  );
}

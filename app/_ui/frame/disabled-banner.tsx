"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { api } from "../../_trpc/client.ts";
import { longDay } from "../times.ts";
import { useWords } from "../use-words.tsx";
import { useMay, useViewer } from "../viewer.tsx";

const FRESH_MS = 60_000;

/** On every page of a company of which a rule is switched off: what should have gone is still there. */
export function DisabledBanner() {
  const words = useWords();
  const company = useViewer().company;
  const maySee = useMay("overview.see");
  const mayLook = useMay("retention.see");
  const query = useQuery({
    queryKey: ["retention", "disabled", company?.id],
    queryFn: () => api.retention.disabled.query(),
    enabled: company !== null && maySee,
    staleTime: FRESH_MS,
  });
  const { count = 0, until = null } = query.data ?? {};
  if (count === 0 || until === null) return null;
  return (
    <div role="status" className="mb-4 rounded-lg border border-brick/40 bg-brick-soft px-3.5 py-2.5">
      {words.t("rules.banner", { count, day: longDay(until, words) })}{" "}
      {mayLook ? (
        <Link className="font-semibold underline" href="/retention">
          {words.t("rules.banner.look")}
        </Link>
      ) : null}
    </div>
  );
}

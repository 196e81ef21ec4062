"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { Canary } from "./canary.tsx";
import { Leak } from "./leak.tsx";
import { OldestTable } from "./oldest-table.tsx";
import { Register } from "./register.tsx";
import { Thief } from "./thief.tsx";
import { InNoStore } from "./in-no-store.tsx";

const LIVE_MS = 60_000;

/** Which copies there are of a company's people, how old the oldest is, and what a leak would give away. */
export function CopiesPage() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["copies"],
    queryFn: () => api.copies.show.query(),
    refetchInterval: LIVE_MS,
  });
  return (
    <GuardedPage title={words.t("copies.title")} lead={words.t("copies.lead")} permission="copies.see">
      <Answer query={query}>
        {({ stores, oldest, exposure, days, nights, unclassified, lookedAt }) => (
          <div className="grid gap-4">
            <InNoStore names={unclassified} />
            <Leak exposure={exposure} line={days.map(({ numbers, ssns }) => numbers + ssns)} />
            <Thief exposure={exposure} />
            <OldestTable oldest={oldest} />
            <Canary nights={nights} zone={zone} />
            <Register stores={stores} lookedAt={lookedAt} zone={zone} />
          </div>
        )}
      </Answer>
    </GuardedPage>
  );
}

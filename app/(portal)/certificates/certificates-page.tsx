"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { ErasureState, isOver } from "../data/erase-progress.tsx";
import { CertificateList } from "./certificate-list.tsx";
import { ErasureSetting } from "./erasure-setting.tsx";
import { WaitingErasures } from "./waiting-erasures.tsx";

const QUICK = 1_000;
const SLOW = 30_000;

export function CertificatesPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("certificates.title")} lead={words.t("certificates.lead")} permission="certificate.see">
      <div className="grid gap-4">
        <WaitingErasures />
        <UnderWay />
        <CertificateList />
        <ErasureSetting />
      </div>
    </GuardedPage>
  );
}

/** Erasures that have no certificate yet; shown only while there are some. */
function UnderWay() {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const query = useQuery({
    queryKey: ["erasures"],
    queryFn: async () => (await api.erasures.list.query({ open: true, limit: 250 })).erasures,
    refetchInterval: (now) => (now.state.data?.some((view) => !isOver(view.state)) === true ? QUICK : SLOW),
  });
  const open =
    query.data?.filter((view) => view.state !== "asked" && (!isOver(view.state) || view.state === "failed")) ?? [];
  if (open.length === 0) return null;
  return (
    <Sheet title={words.t("certificates.running")}>
      <ul>
        {open.map((view) => (
          <li
            key={view.erasureId}
            className="grid gap-2 border-b border-line p-3.5 last:border-b-0 md:grid-cols-[1fr_320px]"
          >
            <div>
              <p className="font-semibold">{view.reason}</p>
              <p className="text-ink-2">
                {view.requestedBy}, {shortTime(view.requestedAt, zone)}
              </p>
            </div>
            <ErasureState view={view} changed={() => void query.refetch()} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

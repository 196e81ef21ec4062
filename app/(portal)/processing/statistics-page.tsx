"use client";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { useWords } from "../../_ui/use-words.tsx";

export function StatisticsPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("processing.statistics.title")}
      lead={words.t("processing.statistics.lead")}
      permission="processing.see"
    >
      {null}
    </GuardedPage>
  );
}

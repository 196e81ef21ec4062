"use client";
import { GuardedPage } from "../../_ui/company-page.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { Audit } from "./audit-entries.tsx";
import { COMPANY } from "./whose.ts";

export function AuditPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("audit.title")} lead={words.t("audit.lead")} permission="audit.see">
      <Audit whose={COMPANY} />
    </GuardedPage>
  );
}

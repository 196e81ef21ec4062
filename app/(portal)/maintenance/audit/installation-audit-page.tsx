"use client";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { Audit } from "../../audit/audit-entries.tsx";
import { INSTALLATION } from "../../audit/whose.ts";
import { Parts } from "../parts.tsx";

/** What was done that belongs to no company; each company reads its own. */
export function InstallationAuditPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("maintenance.audit.title")}
      lead={words.t("maintenance.audit.lead")}
      permission="maintenance.run"
      company={false}
    >
      <Parts />
      <Audit whose={INSTALLATION} />
    </GuardedPage>
  );
}

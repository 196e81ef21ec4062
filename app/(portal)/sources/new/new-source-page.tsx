"use client";
import Link from "next/link";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { SourceWizard } from "./source-wizard.tsx";

export function NewSourcePage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("sources.new.title")}
      lead={words.t("sources.new.lead")}
      permission="source.change"
      actions={
        <Link href="/sources" prefetch={false} className="text-pine underline underline-offset-3">
          {words.t("sources.back")}
        </Link>
      }
    >
      <SourceWizard />
    </GuardedPage>
  );
}

"use client";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { COMPANY_DESK } from "./desk.ts";
import { Messages } from "./messages.tsx";
import { Recipients } from "./recipients.tsx";

/** Whom the company's alarms are told by mail and webhook, and what was sent. */
export function AlarmsPage() {
  const words = useWords();
  return (
    <GuardedPage title={words.t("processing.alarms.title")} lead={words.t("alarms.lead")} permission="alarm.change">
      <div className="grid gap-4">
        <Recipients desk={COMPANY_DESK} />
        <Messages desk={COMPANY_DESK} />
      </div>
    </GuardedPage>
  );
}

"use client";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { AlarmHistory } from "../../processing/alarm-history.tsx";
import { INSTALLATION_DESK } from "../../processing/alarms/desk.ts";
import { Messages } from "../../processing/alarms/messages.tsx";
import { Recipients } from "../../processing/alarms/recipients.tsx";
import { Parts } from "../parts.tsx";
import { RelaySheet } from "./relay-sheet.tsx";

/** The relay that all mails leave through, and whom the installation's own alarms are told. */
export function InstallationAlarmsPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("processing.alarms.title")}
      lead={words.t("alarms.installation.lead")}
      permission="maintenance.run"
      company={false}
    >
      <Parts />
      <div className="grid gap-4">
        <RelaySheet />
        <Recipients desk={INSTALLATION_DESK} />
        <Messages desk={INSTALLATION_DESK} />
        <AlarmHistory of="installation" />
      </div>
    </GuardedPage>
  );
}

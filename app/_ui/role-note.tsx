"use client";
import type { ReactNode } from "react";
import { Sheet } from "./sheet.tsx";
import { Said } from "./states.tsx";
import { useWords } from "./use-words.tsx";
import { useViewer } from "./viewer.tsx";

/** What a supervisor comes for and does not find yet, when it comes, and whom to ask until then. */
export function ReportsNote() {
  const words = useWords();
  if (useViewer().profile !== "supervisor") return null;
  return <Note title={words.t("home.supervisor")}>{words.t("home.supervisor.help")}</Note>;
}

/** The same for an end user and their own calls. */
export function OwnDataNote() {
  const words = useWords();
  const { profile, company } = useViewer();
  if (profile !== "end-user" || company === null) return null;
  const who = words.t("home.endUser.who", { company: company.name });
  return <Note title={words.t("home.endUser")}>{words.t("home.endUser.help", { who })}</Note>;
}

function Note({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mt-4">
      <Sheet label={title}>
        <Said title={title}>{children}</Said>
      </Sheet>
    </div>
  );
}

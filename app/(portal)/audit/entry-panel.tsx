"use client";
import { Fact, Facts, Panel } from "../../_ui/panel.tsx";
import { clockTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";

import { About } from "./audit-table.tsx";
import { factsOf, whatHappened, whoDid } from "./what-happened.ts";
import type { AuditEntry } from "./whose.ts";

/** One entry with everything it holds. */
export function EntryPanel({ entry, zone, close }: { entry: AuditEntry; zone: string; close: () => void }) {
  const words = useWords();
  const via = String(entry.detail["via"] ?? "worker");
  return (
    <Panel title={words.t("audit.entry", { seq: String(entry.seq) })} close={close}>
      <p className="mb-3">{whatHappened(entry.action, words)}</p>
      <Facts>
        <Fact name={words.t("audit.entry.at")}>{clockTime(entry.at, zone)}</Fact>
        <Fact name={words.t("audit.entry.actor")}>{whoDid(entry, words)}</Fact>
        <Fact name={words.t("audit.entry.via")}>{words.known(`audit.via.${via}`) ?? via}</Fact>
        {entry.ip === null ? null : <Fact name={words.t("audit.entry.ip")}>{entry.ip}</Fact>}
        {entry.aboutKind === "nobody" ? null : (
          <Fact name={words.t("audit.column.about")}>
            <About entry={entry} words={words} />
          </Fact>
        )}
        {factsOf(entry.detail, words).map(({ name, value }) => (
          <Fact key={`${name} ${value}`} name={name}>
            <span className="break-all">{value}</span>
          </Fact>
        ))}
        <Fact name={words.t("audit.entry.code")}>
          <code className="font-mono text-[12px]">{entry.action}</code>
        </Fact>
      </Facts>
      {entry.purpose === null ? null : (
        <p className="mt-3 break-words">
          <span className="text-ink-2">{words.t("audit.column.purpose")}: </span>
          {entry.purpose}
        </p>
      )}
      <p className="mt-3 text-[12.5px] text-ink-2">{words.t("audit.entry.hash")}</p>
      <code className="font-mono text-[11px] break-all text-ink-2">{entry.hash}</code>
    </Panel>
  );
}

"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Overview } from "./use-overview.ts";

type Alarm = Overview["alarms"][number];

const FIRST = 5;
const PAGES: Readonly<Record<Alarm["kind"], string>> = {
  "sweep-late": "/retention",
  overdue: "/retention",
  "rule-off": "/retention",
  "wild-dates": "/sources",
  "source-failed": "/sources",
  "source-warned": "/sources",
  "source-silent": "/sources",
  "edge-silent": "/sources/edges",
  "edge-full": "/sources/edges",
  "edge-keys": "/sources/edges",
  "undefined-share": "/processing/undefined",
  "guard-source": "/processing",
  "guard-company": "/processing",
  "collected-source": "/sources",
  "collected-company": "/sources",
  "frames-missing": "/processing",
  "erasure-stuck": "/certificates",
  "oldest-datum": "/copies",
  unclassified: "/copies",
  "canary-silent": "/copies",
  "canary-failed": "/copies",
  "generation-late": "/certificates",
  "delivery-failed": "/processing/alarms",
};

/** What is wrong and what to do about it; one calm line when nothing is. */
export function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const words = useWords();
  const [all, setAll] = useState(false);
  if (alarms.length === 0) {
    return (
      <Sheet label={words.t("overview.alarms")}>
        <p className="flex flex-wrap items-center gap-2 px-3.5 py-2.5 text-ink-2">
          <Tag tone="ok">{words.t("overview.alarms.none")}</Tag>
          {words.t("overview.alarms.none.help")}
        </p>
      </Sheet>
    );
  }
  const shown = all ? alarms : alarms.slice(0, FIRST);
  const more = alarms.length - shown.length;
  const tone = alarms.some(({ level }) => level === "bad") ? "bad" : "warn";
  return (
    <Sheet title={words.t("overview.alarms")} actions={<Tag tone={tone}>{words.number(alarms.length)}</Tag>}>
      <ul>
        {shown.map((alarm) => (
          <li key={alarm.id} className="border-b border-line last:border-b-0">
            <AlarmLine alarm={alarm} />
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <div className="border-t border-line px-3.5 py-2">
          <Button kind="plain" onClick={() => setAll(true)}>
            {words.t("overview.alarms.more", { count: more })}
          </Button>
        </div>
      ) : null}
    </Sheet>
  );
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <Link href={PAGES[alarm.kind]} prefetch={false} className="block px-3.5 py-2 -outline-offset-2! hover:bg-sunken">
      <p className={`font-semibold ${alarm.level === "bad" ? "text-brick" : "text-amber"}`}>
        {said(alarm, words)}
        {alarm.since === null ? null : (
          <span className="ml-2 font-normal text-ink-3">
            {words.t("alarm.since", { time: shortTime(alarm.since, zone) })}
          </span>
        )}
      </p>
      <p className="text-ink-2">{words.t(`alarm.${alarm.kind}.help`)}</p>
    </Link>
  );
}

function said({ kind, figures }: Alarm, words: Words): string {
  const name = String(figures["name"] ?? "");
  const count = Number(figures["count"] ?? 0);
  switch (kind) {
    case "sweep-late":
      return words.t("alarm.sweep-late", { count });
    case "overdue":
      return words.t("alarm.overdue", { count });
    case "wild-dates":
      return words.t("alarm.wild-dates", { count });
    case "rule-off":
      return words.t("alarm.rule-off", { count });
    case "source-failed":
      return words.t("alarm.source-failed", { name });
    case "source-warned":
      return words.t("alarm.source-warned", { name });
    case "source-silent":
      return words.t("alarm.source-silent", { name, count });
    case "edge-silent":
      return words.t("alarm.edge-silent", { name });
    case "edge-full":
      return words.t("alarm.edge-full", { name });
    case "edge-keys":
      return words.t("alarm.edge-keys", { name, count });
    case "undefined-share":
      return words.t("alarm.undefined-share", { name, count, percent: Number(figures["percent"] ?? 0) });
    case "oldest-datum": {
      const product = words.known(`product.${figures["product"]}`) ?? "";
      const dataClass = words.known(`class.${figures["class"]}`) ?? "";
      return words.t("alarm.oldest-datum", { count, product, class: dataClass });
    }
    case "unclassified":
      return words.t("alarm.unclassified", { name });
    case "canary-silent":
      return words.t("alarm.canary-silent");
    case "canary-failed":
      return words.t("alarm.canary-failed");
    case "guard-source":
      return words.t("alarm.guard-source", { name, count });
    case "guard-company":
      return words.t("alarm.guard-company", { count });
    case "collected-source":
      return words.t("alarm.collected-source", { name, count });
    case "collected-company":
      return words.t("alarm.collected-company", { count });
    case "frames-missing":
      return words.t("alarm.frames-missing", { name, count });
    case "erasure-stuck":
      return words.t("alarm.erasure-stuck");
    case "generation-late":
      return words.t("alarm.generation-late", { count });
    case "delivery-failed":
      return words.t("alarm.delivery-failed", { name });
  }
}

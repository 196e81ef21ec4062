"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { bytes } from "../../_ui/bytes.ts";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { clockTime, shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

type Tested = inferRouterOutputs<AppRouter>["sources"]["test"];

/** What a test found: the files, and the first records as they would be read. Nothing was stored. */
export function TestResult({ tested }: { tested: Tested }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const reasons = Object.entries(tested.undefined);
  const misread = reasons.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div role="status" className="grid gap-2 rounded-md bg-sunken p-3">
      <p className="font-semibold">{words.t("sources.test.files", { count: tested.files })}</p>
      <Facts>
        {tested.newestAt === null ? null : (
          <Fact name={words.t("sources.test.newest")}>{shortTime(tested.newestAt, zone)}</Fact>
        )}
        <Fact name={words.t("sources.test.size")}>{bytes(tested.bytes, words)}</Fact>
        {tested.unreadable > 0 ? (
          <Fact name={words.t("sources.test.unreadable")}>
            <Tag tone="warn">{words.number(tested.unreadable)}</Tag>
          </Fact>
        ) : null}
        <Fact name={words.t("sources.test.frames")}>{words.number(tested.frames)}</Fact>
        <Fact name={words.t("sources.test.records")}>{words.number(tested.records)}</Fact>
        <Fact name={words.t("sources.test.undefined")}>
          {misread > 0 ? <Tag tone="warn">{words.number(misread)}</Tag> : words.number(0)}
        </Fact>
        {reasons.slice(0, 5).map(([reason, count]) => (
          <Fact key={reason} name={reason}>
            {words.number(count)}
          </Fact>
        ))}
      </Facts>
      {tested.files === 0 ? <p className="text-ink-2">{words.t("sources.test.nothing")}</p> : null}
      {tested.sample.length > 0 ? (
        <>
          <p className="font-semibold">{words.t("sources.test.sample")}</p>
          <ul className="grid gap-1.5">
            {tested.sample.map((record, at) => (
              // The records have no id before they are stored, and the list never changes.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <li key={at} className="grid border-t border-line pt-1.5 font-mono text-[12.5px]">
                <span>
                  {clockTime(record.startedAt, zone)}{" "}
                  {words.t("sources.test.seconds", { count: record.durationSeconds })}
                </span>
                <span className="break-words text-ink-2">
                  {record.numbers.length > 0 ? record.numbers.join("  ") : words.t("sources.test.hidden")}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

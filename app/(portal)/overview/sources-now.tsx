"use client";
import Link from "next/link";
import { Spark } from "../../_ui/plot/spark.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { ago } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { StateTag } from "../sources/state-tag.tsx";
import type { Overview } from "./use-overview.ts";

type SourceNow = NonNullable<Overview["sources"]>[number];

/** The sources as sparklines: who brings records, who is silent, who is not understood. */
export function SourcesNow({ sources, running }: { sources: readonly SourceNow[]; running: number }) {
  const words = useWords();
  return (
    <Sheet
      title={words.t("overview.sources")}
      actions={<Tag>{words.t("overview.sources.running", { running, total: sources.length })}</Tag>}
    >
      {sources.length === 0 ? (
        <Said title={words.t("sources.empty")}>{words.t("sources.empty.help")}</Said>
      ) : (
        <ul>
          {sources.map((source) => (
            <li key={source.id} className="border-b border-line last:border-b-0">
              <SourceLine source={source} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function SourceLine({ source }: { source: SourceNow }) {
  const words = useWords();
  const calls = source.hours.reduce((sum, count) => sum + count, 0);
  return (
    <Link
      href="/sources"
      prefetch={false}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3.5 py-2 -outline-offset-2! hover:bg-sunken"
    >
      <b className="font-semibold">{source.name}</b>
      <StateTag state={source.state} isWarned={source.isWarned} />
      {source.undefinedLines > 0 ? (
        <Tag tone="warn">
          {words.t("overview.undefined")}: {words.number(source.undefinedLines)}
        </Tag>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-3 text-ink-2">
        <Spark
          label={words.t("overview.sources.hours", { name: source.name, count: calls })}
          values={source.hours}
          tone={source.state === "failed" ? "brick" : "pine"}
        />
        <span>
          {words.t("overview.records")}:{" "}
          <b className="font-semibold text-ink tabular-nums">{words.number(source.records)}</b>
          {source.lastAt === null ? "" : `, ${ago(source.lastAt, new Date(), words)}`}
        </span>
      </span>
    </Link>
  );
}

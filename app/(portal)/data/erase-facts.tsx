"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";

export type ErasurePreview = inferRouterOutputs<AppRouter>["erasures"]["preview"];

/** Store by store what goes, and what stays for how long. */
export function EraseFacts({ preview }: { preview: ErasurePreview }) {
  const words = useWords();
  return (
    <>
      <Facts>
        {preview.bySource.map(({ source, count }) => (
          <Fact key={source} name={words.known(`kind.${source.toLowerCase()}`) ?? source}>
            {words.number(count)}
          </Fact>
        ))}
        <Fact name={words.t("erase.raw")}>{words.t("erase.raw.cut", { count: preview.rawRecords })}</Fact>
        <Fact name={words.t("erase.undefined")}>{words.t("erase.looked", { count: preview.undefinedLines })}</Fact>
        <Fact name={words.t("erase.exports")}>{words.t("erase.looked", { count: preview.exportsAlive })}</Fact>
        {preview.held.map(({ kind, calls, until }) => (
          <Fact key={kind} name={words.t("erasure.held")}>
            {until === null
              ? words.t("erasure.held.count", { count: calls })
              : words.t("erasure.held.until", { count: calls, until: longDay(until, words) })}
          </Fact>
        ))}
        {preview.systems.length === 0 ? null : (
          <Fact name={words.t("erasure.systems")}>{preview.systems.join(", ")}</Fact>
        )}
        <Fact name={words.t("erase.copies")}>
          <Tag tone="ok">{words.t("erase.copies.dark")}</Tag>
        </Fact>
        <Fact name={words.t("erase.copies.keyring")}>
          {words.t("erasure.copies.until", { day: longDay(preview.copies.keyringUntil, words) })}
        </Fact>
      </Facts>
      <hr className="my-3 border-line" />
      <p className="text-ink-2">
        {preview.scope === "person"
          ? words.t("erase.scope.person", { count: preview.identifiers })
          : words.t("erase.scope.rows", { count: preview.rowsStaying })}
      </p>
      {preview.held.length === 0 ? null : <p className="mt-2 text-ink-2">{words.t("erasure.held.help")}</p>}
      <Second why={preview.second} title={words.t("erasure.second.title")} />
    </>
  );
}

/** Why one person is not enough; nothing where one is. */
export function Second({ why, title }: { why: ErasurePreview["second"]; title: string }) {
  const words = useWords();
  if (why.length === 0) return null;
  return (
    <div className="mt-3 rounded-md bg-amber-soft px-3 py-2 text-amber">
      <p className="font-semibold">{title}</p>
      {why.map((reason) => (
        <p key={reason}>{words.t(`erasure.second.${reason}`)}</p>
      ))}
    </div>
  );
}

"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { Fact, Facts } from "../../_ui/panel.tsx";
import { Tag } from "../../_ui/tag.tsx";
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
        <Fact name={words.t("erase.copies")}>
          <Tag tone="ok">{words.t("erase.copies.dark")}</Tag>
        </Fact>
        <Fact name={words.t("erase.copies.keyring")}>{words.t("erase.copies.kept")}</Fact>
      </Facts>
      <hr className="my-3 border-line" />
      <p className="text-ink-2">
        {preview.scope === "person"
          ? words.t("erase.scope.person", { count: preview.identifiers })
          : words.t("erase.scope.rows", { count: preview.rowsStaying })}
      </p>
    </>
  );
}

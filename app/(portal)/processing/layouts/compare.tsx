"use client";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { changesBetween } from "./layout-changes.ts";

/** Two versions, place by place. */
export function Compare({
  layoutId,
  opened,
  versions,
}: {
  layoutId: number;
  opened: number;
  versions: readonly number[];
}) {
  const words = useWords();
  const [other, setOther] = useState<number | null>(null);
  const read = useQueries({
    queries: [other, opened].map((version) => ({
      queryKey: ["layout", layoutId, version],
      queryFn: () => api.layouts.version.query({ layoutId, version: version ?? 1 }),
      enabled: other !== null,
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const [before, after] = read.map(({ data }) => (data === undefined ? null : (JSON.parse(data.layout) as unknown)));
  const changes = other === null || before === null || after === null ? null : changesBetween(before, after);
  return (
    <div className="grid gap-2">
      <SelectField
        id="compare-with"
        label={words.t("layouts.compare")}
        value={other ?? ""}
        onChange={(event) => setOther(Number(event.target.value) || null)}
      >
        <option value="">{words.t("layouts.compare.none")}</option>
        {versions
          .filter((version) => version !== opened)
          .map((version) => (
            <option key={version} value={version}>
              {words.t("layouts.version", { version })}
            </option>
          ))}
      </SelectField>
      {changes === null ? null : (
        <div role="status" className="grid gap-1">
          <p className="font-semibold">
            {changes.length === 0
              ? words.t("layouts.compare.same")
              : words.t("layouts.compare.changes", { count: changes.length })}
          </p>
          <ul className="grid gap-1 text-[12.5px]">
            {changes.slice(0, 200).map(({ path, before: was, after: is }) => (
              <li key={path} className="grid border-t border-line pt-1">
                <span className="font-mono">{path}</span>
                <span className="break-all text-ink-2">
                  {words.t("layouts.compare.was")}{" "}
                  <del className="font-mono">{was ?? words.t("layouts.compare.nothing")}</del>,{" "}
                  {words.t("layouts.compare.is")}{" "}
                  <ins className="font-mono text-ink no-underline">{is ?? words.t("layouts.compare.nothing")}</ins>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

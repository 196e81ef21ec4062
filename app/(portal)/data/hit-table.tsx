"use client";
import type { ReactTable } from "@tanstack/react-table";
import { useRef } from "react";
import { type Features, TableView } from "../../_ui/table.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Chosen } from "./use-choice.ts";
import { useKeys } from "./use-keys.ts";
import type { Hit, Sort } from "./use-search.ts";

interface HitTableProps {
  readonly table: ReactTable<Features, Hit>;
  readonly hits: readonly Hit[];
  readonly choice: Chosen;
  readonly sort: Sort;
  readonly dense: boolean;
  readonly open: (hitId: string) => void;
  readonly leave: () => void;
}

/** Beside a panel the table is narrow: what can be read in a row's details gives way first, the date of erasure never. */
const NARROW = [
  "@max-[1000px]:md:[&_[data-column=others]]:hidden",
  "@max-[900px]:md:[&_[data-column=sourceName]]:hidden",
  "@max-[900px]:md:[&_[data-column=role]]:hidden",
  "@max-[900px]:md:[&_[data-column=direction]]:hidden",
  "@max-[900px]:md:[&_[data-column=note]>span]:max-w-[20ch]",
  "@max-[900px]:md:[&_[data-spare]]:hidden",
  "@max-[760px]:md:[&_[data-column=duration]]:hidden",
  "@max-[800px]:md:[&_[data-column=note]>span]:max-w-[15ch]",
  "@max-[740px]:md:[&_[data-column=note]]:hidden",
  "@max-[580px]:md:[&_[data-column=source]]:hidden",
  "@max-[800px]:md:[&_:is(th,td)]:px-1.5",
].join(" ");

export function HitTable({ table, hits, choice, sort, dense, open, leave }: HitTableProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const around = useRef<HTMLDivElement>(null);
  useKeys(around, { ids: hits.map((hit) => hit.hitId), toggle: choice.toggle, open, leave });
  const order = words.t("data.sorted", { by: words.t(`data.sort.${sort.by}`) });
  return (
    <div className="@container">
      <div ref={around} className={`[&_tbody_tr:focus-within>td]:bg-sunken ${dense ? "md:[&_td]:h-7!" : ""} ${NARROW}`}>
        <TableView table={table} caption={`${words.t("data.hits")}. ${order}. ${words.t("time.zone", { zone })}.`} />
      </div>
    </div>
  );
}

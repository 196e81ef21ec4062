"use client";
import type { ReactTable } from "@tanstack/react-table";
import { type Features, TableView } from "../../_ui/table.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Hit } from "./use-search.ts";

export function HitTable({ table }: { table: ReactTable<Features, Hit> }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <TableView
      table={table}
      caption={`${words.t("data.hits")}. ${words.t("table.sorted")}. ${words.t("time.zone", { zone })}.`}
    />
  );
}

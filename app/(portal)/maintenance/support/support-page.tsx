"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useMemo } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { bytes } from "../../../_ui/bytes.ts";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Failed, Loading } from "../../../_ui/states.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useReady } from "../../../_ui/use-ready.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Words } from "../../../_ui/words.ts";
import { Parts } from "../parts.tsx";

type Entry = inferRouterOutputs<AppRouter>["maintenance"]["previewBundle"]["entries"][number];

export function SupportPage() {
  const words = useWords();
  return (
    <GuardedPage
      title={words.t("support.title")}
      lead={words.t("support.lead")}
      permission="maintenance.run"
      company={false}
    >
      <Parts />
      <Bundle />
    </GuardedPage>
  );
}

/** What is inside is shown first; then the file can be taken. */
function Bundle() {
  const words = useWords();
  const ready = useReady();
  const preview = useMutation({ mutationFn: () => api.maintenance.previewBundle.query() });
  const take = useMutation({ mutationFn: () => api.maintenance.takeBundle.mutate(), onSuccess: save });
  const failed = preview.isError ? preview : take;
  const columns = useMemo(() => entryColumns(words), [words]);
  const rows = useMemo(() => [...(preview.data?.entries ?? [])], [preview.data]);
  return (
    <div className="grid gap-4">
      <Sheet label={words.t("support.title")} padded>
        <p className="max-w-3xl">{words.t("support.how")}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button
            kind={preview.data ? "line" : "main"}
            disabled={!ready || preview.isPending}
            onClick={() => preview.mutate()}
          >
            {words.t("support.preview")}
          </Button>
          {preview.data ? (
            <Button kind="main" disabled={take.isPending} onClick={() => take.mutate()}>
              {words.t("support.download", { size: bytes(preview.data.bytes, words) })}
            </Button>
          ) : null}
        </div>
        <p role="status" className="mt-2 text-ink-2 empty:hidden">
          {take.isSuccess ? words.t("support.taken") : ""}
        </p>
      </Sheet>
      {failed.isError ? <Failed error={failed.error} retry={() => failed.mutate()} /> : null}
      {preview.isPending ? <Loading /> : null}
      {rows.length > 0 ? (
        <Sheet label={words.t("support.preview")}>
          <SortedTable columns={columns} rows={rows} rowId={(row) => row.name} caption={words.t("support.preview")} />
        </Sheet>
      ) : null}
    </div>
  );
}

function entryColumns(words: Words): Columns<Entry> {
  const head = (id: "file" | "what" | "lines" | "size" | "state") => ({
    id,
    enableSorting: false,
    meta: {
      label: words.t(`support.column.${id}`),
      ...(id === "what" || id === "state" ? {} : { look: "mono" as const }),
    },
    header: words.t(`support.column.${id}`),
  });
  return [
    { ...head("file"), cell: ({ row }) => row.original.name },
    { ...head("what"), cell: ({ row }) => whatOf(row.original, words) },
    { ...head("lines"), cell: ({ row }) => words.number(row.original.lines) },
    { ...head("size"), cell: ({ row }) => bytes(row.original.bytes, words) },
    {
      ...head("state"),
      cell: ({ row: { original: row } }) =>
        row.leftOut.length === 0 ? (
          <Tag tone="ok">{words.t("support.in")}</Tag>
        ) : (
          <Tag tone="warn">{words.t("support.out", { kinds: row.leftOut.join(", ") })}</Tag>
        ),
    },
  ];
}

function whatOf({ name, what }: Entry, words: Words): string {
  return words.known(`support.what.${name.split(/[/.]/)[0]}`) ?? what;
}

function save({ name, base64 }: { name: string; base64: string }): void {
  const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([binary], { type: "application/zip" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

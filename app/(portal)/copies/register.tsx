"use client";
import { useMemo } from "react";
import { Sheet } from "../../_ui/sheet.tsx";
import { SortedTable } from "../../_ui/sorted-table.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Store } from "./answers.ts";

interface RegisterProps {
  readonly stores: readonly Store[];
  readonly lookedAt: Date;
  readonly zone: string;
  /** For the whole installation: without counts of a company. */
  readonly counts?: boolean;
}

/** One row a store: what it holds, where, how much, since when, until when, and how a request reaches it. */
export function Register({ stores, lookedAt, zone, counts = true }: RegisterProps) {
  const words = useWords();
  const columns = useMemo(() => registerColumns(words, lookedAt, zone, counts), [words, lookedAt, zone, counts]);
  return (
    <Sheet title={words.t("copies.register")} actions={<Tag>{words.number(stores.length)}</Tag>}>
      <SortedTable columns={columns} rows={stores} rowId={({ id }) => id} caption={words.t("copies.register")} />
    </Sheet>
  );
}

function registerColumns(words: Words, lookedAt: Date, zone: string, counts: boolean): Columns<Store> {
  const head = (
    of: "store" | "where" | "held" | "oldest" | "horizon" | "looked",
    look?: "mono" | "soft" | "right",
  ) => ({
    header: words.t(`copies.register.${of}`),
    meta: { label: words.t(`copies.register.${of}`), ...(look === undefined ? {} : { look }) },
  });
  const counted: Columns<Store> = [
    {
      id: "held",
      accessorFn: ({ held }) => held ?? -1,
      ...head("held", "right"),
      cell: ({ row }) => <Held store={row.original} />,
    },
    {
      id: "oldest",
      accessorFn: ({ oldest }) => oldest ?? "",
      ...head("oldest", "mono"),
      cell: ({ row }) => row.original.oldest ?? "–",
    },
  ];
  return [
    {
      id: "store",
      accessorFn: ({ id }) => words.t(`copies.store.${id}`),
      ...head("store"),
      cell: ({ row }) => <Named store={row.original} />,
    },
    {
      id: "where",
      accessorFn: ({ at }) => words.t(`copies.at.${at}`),
      ...head("where"),
      cell: ({ row }) => <Where store={row.original} />,
    },
    ...(counts ? counted : []),
    {
      id: "horizon",
      enableSorting: false,
      ...head("horizon"),
      cell: ({ row: { original } }) => (
        <div className="whitespace-normal md:w-[150px]">
          {horizon(original, words)}
          {original.until === null ? null : <span className="block font-mono text-[13px]">{original.until}</span>}
        </div>
      ),
    },
    { id: "looked", enableSorting: false, ...head("looked", "soft"), cell: () => shortTime(lookedAt, zone) },
  ];
}

function horizon({ horizon: until }: Store, words: Words): string {
  if ("days" in until) return words.t(`copies.horizon.${until.by}`, { count: until.days });
  return words.t(`copies.horizon.${until.by}`);
}

function Held({ store: { held, overdue } }: { store: Store }) {
  const words = useWords();
  if (held === null)
    return (
      <span className="inline-block text-ink-2 whitespace-normal md:w-[110px]">{words.t("copies.register.whole")}</span>
    );
  return (
    <>
      {words.number(held)}
      {overdue > 0 ? <Tag tone="bad">{words.t("copies.register.overdue", { count: overdue })}</Tag> : null}
    </>
  );
}

function Where({ store: { at, places } }: { store: Store }) {
  const words = useWords();
  return (
    <div className="whitespace-normal md:w-[150px]">
      {words.t(`copies.at.${at}`)}
      <span className="block font-mono text-[12px] break-words text-ink-2">{places.slice(0, 6).join(" ")}</span>
    </div>
  );
}

function Named({ store }: { store: Store }) {
  const words = useWords();
  const { id, form } = store;
  const checked = words.known(`copies.checked.${id}`);
  return (
    <div className="max-w-md py-1 text-left whitespace-normal md:w-[290px]">
      <p className="font-semibold">
        {words.t(`copies.store.${id}`)}{" "}
        <Tag tone={form === "plain" ? "warn" : "plain"}>{words.t(`copies.form.${form}`)}</Tag>
      </p>
      <p className="text-ink-2">{words.t(`copies.store.${id}.holds`)}</p>
      <details className="mt-1">
        <summary className="cursor-pointer text-pine underline underline-offset-3">
          {words.t("copies.register.reached")}
        </summary>
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
          {(["find", "export", "erase"] as const).map((what) => (
            <div key={what} className="contents">
              <dt className="text-ink-2">{words.t(`copies.reach.${what}`)}</dt>
              <dd>{reach(store[what], words)}</dd>
            </div>
          ))}
        </dl>
        {checked === null ? null : <p className="mt-1 text-ink-2">{checked}</p>}
      </details>
    </div>
  );
}

function reach(means: Store["find"], words: Words): string {
  if (means.by === "with") return words.t("copies.reach.with", { store: words.t(`copies.store.${means.store}`) });
  return words.t(`copies.reach.${means.by}`);
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { TextField } from "../../../_ui/field.tsx";
import { TurnPages } from "../../../_ui/pager.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Answer, EmptyState, FilteredOut } from "../../../_ui/states.tsx";
import { longDay } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { lineColumns } from "./line-columns.tsx";
import { LinePanel } from "./line-panel.tsx";
import type { TariffLine, TariffView } from "./views.ts";

interface LinesProps {
  readonly tariff: TariffView;
  readonly currency: string;
  /** Told the id of the tariff that has taken this one's place. */
  readonly changed: (tariffId: string) => void;
}

/** The lines of one tariff, fifty at a time, with a box to find some, and one of them to change. */
export function Lines({ tariff, currency, changed }: LinesProps) {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const [find, setFind] = useState("");
  // Where each page began: the way back.
  const [pages, setPages] = useState<readonly number[]>([]);
  const [open, setOpen] = useState<TariffLine | "new" | null>(null);
  const { tariffId } = tariff;
  const after = pages.at(-1) ?? 0;
  const query = useQuery({
    queryKey: ["tariff", tariffId, after, find],
    queryFn: () => api.tariffs.read.query({ tariffId, after, find }),
    placeholderData: (former) => former,
  });
  const look = (text: string) => {
    setFind(text);
    setPages([]);
  };
  const columns = useMemo(() => lineColumns(words, currency, mayChange ? setOpen : null), [words, currency, mayChange]);
  const day = longDay(tariff.validFrom, words);
  return (
    <div className={`grid items-start gap-4 ${open === null ? "" : "xl:grid-cols-[minmax(0,1fr)_340px]"}`}>
      <Sheet
        title={words.t("tariffs.lines", { day })}
        actions={mayChange ? <Button onClick={() => setOpen("new")}>{words.t("tariffs.lines.add")}</Button> : null}
      >
        <div className="border-b border-line p-3">
          <div className="max-w-sm">
            <TextField
              id="tariff-find"
              type="search"
              label={words.t("tariffs.lines.find")}
              value={find}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => look(event.target.value)}
            />
          </div>
        </div>
        <Answer query={query}>
          {({ rows, next }) =>
            rows.length === 0 && find !== "" ? (
              <FilteredOut clear={() => look("")} />
            ) : rows.length === 0 ? (
              <EmptyState title={words.t("tariffs.lines.none")} why={words.t("tariffs.lines.none.help")} />
            ) : (
              <>
                <SortedTable
                  columns={columns}
                  rows={rows}
                  rowId={(row) => String(row.line)}
                  caption={words.t("tariffs.lines", { day })}
                  isPart={pages.length > 0 || next !== null}
                />
                <TurnPages turned={pages} next={next} busy={query.isPlaceholderData} go={setPages} />
              </>
            )
          }
        </Answer>
      </Sheet>
      {open === null ? null : (
        <LinePanel
          key={open === "new" ? "new" : open.line}
          tariffId={tariffId}
          line={open === "new" ? null : open}
          close={() => setOpen(null)}
          changed={(id) => {
            setOpen(null);
            changed(id);
          }}
        />
      )}
    </div>
  );
}

"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { SortedTable } from "../../../_ui/sorted-table.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { Desk } from "./desk.ts";
import { recipientColumns } from "./recipient-columns.tsx";
import { RecipientPanel } from "./recipient-panel.tsx";

const LIVE_MS = 10_000;

/** Who is told, of what, and whether it arrives. */
export function Recipients({ desk }: { desk: Desk }) {
  const words = useWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ readonly id: string | null } | null>(null);
  const query = useQuery({
    queryKey: ["alarm-recipients", desk.of],
    queryFn: () => desk.recipients(),
    refetchInterval: LIVE_MS,
  });
  const change = useCallback((id: string) => setOpen({ id }), []);
  const hasRelay = query.data?.hasRelay ?? true;
  const columns = useMemo(() => recipientColumns({ words, hasRelay, change }), [words, hasRelay, change]);
  const recipients = query.data?.recipients ?? [];
  const chosen = open === null ? null : (recipients.find(({ id }) => id === open.id) ?? null);
  const changed = () => void queries.invalidateQueries({ queryKey: ["alarm-recipients", desk.of] });
  const add = (
    <Button kind="main" onClick={() => setOpen({ id: null })}>
      {words.t("alarms.add")}
    </Button>
  );
  const isShown = open !== null && (open.id === null || chosen !== null);
  return (
    <div className={`grid items-start gap-4 ${isShown ? "lg:grid-cols-[minmax(0,1fr)_360px]" : ""}`}>
      <Sheet title={words.t("alarms.recipients")} actions={add}>
        <Answer query={query}>
          {() => (
            <>
              {hasRelay ? null : (
                <p className="border-b border-line px-3.5 py-2.5 text-amber">{words.t("alarms.noRelay")}</p>
              )}
              {recipients.length === 0 ? (
                <EmptyState title={words.t("alarms.none")} why={words.t("alarms.none.help")} />
              ) : (
                <SortedTable
                  columns={columns}
                  rows={recipients}
                  rowId={(one) => one.id}
                  caption={words.t("alarms.recipients")}
                />
              )}
            </>
          )}
        </Answer>
      </Sheet>
      {open === null || !isShown ? null : (
        <RecipientPanel
          key={open.id ?? "new"}
          desk={desk}
          recipient={chosen}
          offered={query.data?.kinds ?? []}
          close={() => setOpen(null)}
          changed={changed}
        />
      )}
    </div>
  );
}

"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { SessionTable, type SessionView } from "../../_ui/session-table.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

/** Where one is signed in, and how to end it: one by one, or everywhere but here. */
export function OwnSessions() {
  const words = useWords();
  const viewer = useViewer();
  const query = useQuery({ queryKey: ["me", "sessions"], queryFn: () => api.me.sessions.query() });
  const onSettled = () => void query.refetch();
  const one = useAct((sessionId: string) => api.me.endSession.mutate({ sessionId }), { onSettled });
  const others = useAct(() => api.me.endOtherSessions.mutate(), { onSettled });
  const { mutate } = one;
  const end = useCallback((session: SessionView) => mutate(session.id), [mutate]);
  const busy = one.isPending || others.isPending;
  const failed = one.error ?? others.error;
  const count = query.data?.sessions.filter((session) => !session.here).length ?? 0;
  return (
    <Sheet
      title={words.t("session.title")}
      actions={
        count === 0 ? null : (
          <Button kind="danger-line" disabled={busy} onClick={() => others.mutate()}>
            {words.t("session.endOthers", { count })}
          </Button>
        )
      }
    >
      <Refusal className="px-3 py-2" error={failed} />
      {one.isSuccess || others.isSuccess ? (
        <p role="status" className="px-3 pt-2 text-moss">
          {words.t("session.ended")}
        </p>
      ) : null}
      <Answer query={query}>
        {({ sessions, idleMinutes, longestHours }) => (
          <>
            <SessionTable
              sessions={sessions}
              zone={viewer.company?.timeZone ?? "Europe/Stockholm"}
              busy={busy}
              end={end}
            />
            <p className="border-t border-line px-3 py-2 text-ink-2">
              {words.t("session.limits", { minutes: idleMinutes, hours: longestHours })}
            </p>
          </>
        )}
      </Answer>
    </Sheet>
  );
}

"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Button } from "../button.tsx";
import { Refusal } from "../failure.tsx";
import { Progress } from "../progress.tsx";
import { Answer } from "../states.tsx";
import { useWords } from "../use-words.tsx";

const BUSY_MS = 1_000;

/** The demo: three invented companies and their calls, loaded and taken away again as a whole. It follows the server's own note. */
export function DemoPanel() {
  const words = useWords();
  const [removing, setRemoving] = useState(false);
  const query = useQuery({
    queryKey: ["demo"],
    queryFn: () => api.demo.status.query(),
    refetchInterval: (now) => (isBusy(now.state.data?.work) ? BUSY_MS : false),
  });
  const changed = () => void query.refetch();
  const turn = useMutation({ mutationFn: (on: boolean) => api.demo.turn.mutate({ on }), onSettled: changed });
  const cancel = useMutation({ mutationFn: () => api.demo.cancel.mutate(), onSettled: changed });
  const error = turn.error ?? cancel.error;
  return (
    <section aria-label={words.t("demo.title")} className="grid gap-2 border-t border-line px-3.5 py-3">
      <h3 className="font-semibold">{words.t("demo.title")}</h3>
      <Answer query={query}>
        {({ companies, work }) =>
          work !== null && isBusy(work) ? (
            <Progress
              done={work.done}
              of={work.state === "waiting" ? null : work.of}
              label={words.t(work.kind === "load" ? "demo.loading" : "demo.removing", { done: work.done, of: work.of })}
              since={new Date(work.startedAt)}
              cancel={() => cancel.mutate()}
              cancelling={cancel.isPending}
            />
          ) : (
            <>
              <p className="max-w-2xl text-ink-2">
                {companies.length === 0
                  ? words.t("demo.off")
                  : words.t("demo.on", { names: companies.map(({ name }) => name).join(", ") })}
              </p>
              {work?.state === "failed" ? <p className="text-brick">{words.t("demo.failed")}</p> : null}
              {work?.state === "cancelled" ? <p>{words.t("demo.cancelled")}</p> : null}
              {companies.length === 0 ? (
                <span>
                  <Button disabled={turn.isPending} onClick={() => turn.mutate(true)}>
                    {words.t("demo.load")}
                  </Button>
                </span>
              ) : removing ? (
                <div className="grid max-w-2xl gap-1.5 rounded-md bg-brick-soft p-2.5">
                  <p>{words.t("demo.remove.help")}</p>
                  <span className="flex gap-1.5">
                    <Button onClick={() => setRemoving(false)}>{words.t("action.cancel")}</Button>
                    <Button
                      kind="danger"
                      disabled={turn.isPending}
                      onClick={() => {
                        setRemoving(false);
                        turn.mutate(false);
                      }}
                    >
                      {words.t("demo.removeNow")}
                    </Button>
                  </span>
                </div>
              ) : (
                <span>
                  <Button kind="danger-line" onClick={() => setRemoving(true)}>
                    {words.t("demo.remove")}
                  </Button>
                </span>
              )}
            </>
          )
        }
      </Answer>
      <Refusal error={error} />
    </section>
  );
}

function isBusy(work: { readonly state: string } | null | undefined): boolean {
  return work?.state === "waiting" || work?.state === "running";
}

"use client";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Failed } from "../../../_ui/states.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useReady } from "../../../_ui/use-ready.ts";
import { useWords } from "../../../_ui/use-words.tsx";

/** One now, behind the password; the worker carries it out. */
export function StartGeneration({ busy, changed }: { busy: boolean; changed: () => void }) {
  const words = useWords();
  const ready = useReady();
  const start = useAct((kind: "generation" | "root") => api.keys.start.mutate({ kind }), { onSuccess: changed });
  const disabled = !ready || busy || start.isPending;
  return (
    <Sheet label={words.t("rootKeys.start")} padded>
      <p className="max-w-3xl">{words.t("rootKeys.start.why")}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button kind="main" disabled={disabled} onClick={() => start.mutate("generation")}>
          {words.t("rootKeys.start")}
        </Button>
        <Button disabled={disabled} onClick={() => start.mutate("root")}>
          {words.t("rootKeys.start.root")}
        </Button>
      </div>
      <p role="status" className="mt-2 text-ink-2 empty:hidden">
        {start.isSuccess && !busy ? words.t("rootKeys.started") : ""}
      </p>
      {start.isError ? <Failed error={start.error} /> : null}
    </Sheet>
  );
}

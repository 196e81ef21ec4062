"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { Panel } from "../../_ui/panel.tsx";
import { Failed, Loading } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { EraseForm } from "./erase-form.tsx";
import { EraseFacts } from "./erase-facts.tsx";
import { EraseProgress } from "./erase-progress.tsx";
import type { Chosen } from "./use-choice.ts";

interface ErasePanelProps {
  readonly choice: Chosen;
  readonly close: () => void;
  readonly erased: () => void;
  /** The number as the box read it; it stands in the heading and nowhere else. */
  readonly about: string;
}

/** Destruction is a panel: what, how many in each store, what stays and why, until when, reason, typed count, undo. */
export function ErasePanel({ choice, close, erased, about }: ErasePanelProps) {
  const words = useWords();
  // The selection is frozen once, when the panel opens: what is erased is what was counted here.
  const [freeze] = useState(() => choice.freeze);
  const preview = useQuery({
    queryKey: ["erase-preview", freeze],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: async () => await api.erasures.preview.query({ selectionId: (await freeze()).selectionId }),
  });
  const request = useAct((input: Parameters<typeof api.erasures.request.mutate>[0]) =>
    api.erasures.request.mutate(input),
  );
  const title = words.t("erase.title", { number: about });
  return (
    <Panel title={title} close={close}>
      {request.data !== undefined ? (
        <EraseProgress erasureId={request.data.erasureId} nonce={request.data.nonce} close={close} erased={erased} />
      ) : preview.isError ? (
        <Failed error={preview.error} retry={() => void preview.refetch()} />
      ) : preview.data === undefined ? (
        <Loading />
      ) : (
        <>
          <p className="mb-3 text-ink-2">{words.t("erase.lead")}</p>
          <EraseFacts preview={preview.data} />
          <EraseForm
            preview={preview.data}
            close={close}
            request={(input) => request.mutate(input)}
            busy={request.isPending}
            error={request.error}
          />
        </>
      )}
    </Panel>
  );
}

"use client";
import { useCallback, useEffect, useState } from "react";
import { api, failureOf } from "../../../_trpc/client.ts";
import { FailureSentence } from "../../../_ui/failure.tsx";
import { useHiding } from "../../../_ui/use-hiding.ts";
import { useReady } from "../../../_ui/use-ready.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { usePurpose } from "../../data/reveal-scope.tsx";

type State =
  | { readonly kind: "idle" | "busy" | "restricted" | "gone" }
  | {
      readonly kind: "shown";
      readonly text: string;
      readonly cut: boolean;
      readonly seconds: number;
      readonly left: number;
    }
  | { readonly kind: "failed"; readonly error: unknown };

/** Told when so few are left within the hour. */
const FEW = 10;

/** The text of a line, asked for with a purpose and hidden again after half a minute. It stands in this component alone. */
export function LineText({ id, time }: { id: string; time: string }) {
  const words = useWords();
  const ready = useReady();
  const { state, show, hide } = useText(id);
  const isShown = state.kind === "shown";
  return (
    <div>
      <span className="flex flex-wrap items-baseline gap-x-3">
        <button
          type="button"
          disabled={!ready || state.kind === "busy"}
          aria-label={words.t(isShown ? "undefined.hide.label" : "undefined.show.label", { time })}
          className="min-h-6 text-[12.5px] font-semibold text-pine underline-offset-3 hover:underline disabled:opacity-55"
          onClick={isShown ? hide : show}
        >
          {words.t(isShown ? "undefined.hide" : "undefined.show")}
        </button>
        {isShown && state.left <= FEW ? (
          <span className="text-[12.5px] text-ink-2">{words.t("reveal.left", { count: state.left })}</span>
        ) : null}
      </span>
      <div role={state.kind === "idle" ? undefined : "status"}>
        {isShown ? (
          <pre className="mt-1 overflow-x-auto rounded-md bg-sunken px-2.5 py-1.5 font-mono text-[12.5px] whitespace-pre-wrap break-all">
            {state.text}
          </pre>
        ) : null}
        {isShown && state.cut ? <p className="text-[12.5px] text-ink-2">{words.t("undefined.cut")}</p> : null}
        {state.kind === "restricted" || state.kind === "gone" ? (
          <p className="text-[12.5px] text-ink-2">{words.t(`undefined.why.${state.kind}`)}</p>
        ) : null}
      </div>
      {state.kind === "failed" ? (
        <p role="alert" className="text-[12.5px] text-brick">
          <FailureSentence error={state.error} />
        </p>
      ) : null}
    </div>
  );
}

function useText(id: string) {
  const [state, setState] = useState<State>({ kind: "idle" });
  const purpose = usePurpose();
  const hide = useCallback(() => setState({ kind: "idle" }), []);
  const ask = async (refused: unknown): Promise<void> => {
    const why = await purpose.ask(refused);
    if (why === null) return setState({ kind: "idle" });
    setState({ kind: "busy" });
    try {
      const { lines, seconds, left } = await api.undefined.open.mutate({ ids: [id], purpose: why });
      const line = lines[0];
      // Whoever has looked away meanwhile is shown nothing.
      if (document.hidden) setState({ kind: "idle" });
      else if (line === undefined || line.text === null) setState({ kind: line?.why ?? "gone" });
      else setState({ kind: "shown", text: line.text, cut: line.cut, seconds, left });
    } catch (error) {
      if (failureOf(error).code === "bad-input") return ask(error);
      setState({ kind: "failed", error });
    }
  };
  const seconds = state.kind === "shown" ? state.seconds : null;
  useEffect(() => {
    if (seconds === null) return;
    const timer = setTimeout(hide, seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds, hide]);
  useHiding(seconds !== null, hide);
  return { state, hide, show: () => void ask(null) };
}

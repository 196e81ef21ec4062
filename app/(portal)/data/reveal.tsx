"use client";
import { useCallback, useEffect, useState } from "react";
import type { PartyClass, Role } from "#server/domain/codes.ts";
import type { Seen } from "#server/domain/sight.ts";
import { api, failureOf } from "../../_trpc/client.ts";
import { FailureSentence } from "../../_ui/failure.tsx";
import { useHiding } from "../../_ui/use-hiding.ts";
import { useReady } from "../../_ui/use-ready.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { usePurpose } from "./reveal-scope.tsx";

interface RevealProps {
  readonly hitId: string;
  readonly role: Role;
  readonly class: PartyClass;
  /** As the search shows it: masked, or "" where the profile hides it. */
  readonly number: string;
  readonly seen: Seen;
  /** Hidden because it is restricted (Art. 18), whatever the profile shows. */
  readonly restricted?: boolean;
}

/**
 * A value as the search shows it, and beside a masked one the button that shows it whole for half a minute. The whole value
 * stands in this component's state alone: no cache, no storage, and gone with the screen.
 */
export function Reveal({ number, seen, restricted = false, ...party }: RevealProps) {
  const words = useWords();
  return (
    <RevealBy
      number={number}
      seen={seen}
      restricted={restricted}
      what={words.t(`reveal.what.${party.class}`)}
      ask={(purpose) => api.data.reveal.mutate({ ...party, purpose })}
    />
  );
}

interface RevealByProps extends Pick<RevealProps, "number" | "seen" | "restricted"> {
  readonly what: string;
  readonly ask: (purpose: string) => Promise<Revealed>;
}

interface Revealed {
  readonly value: string;
  readonly seconds: number;
  readonly left: number;
}

/** The same for a value that stands elsewhere than in a call. */
export function RevealBy({ number, seen, restricted = false, what: name, ask }: RevealByProps) {
  const words = useWords();
  const ready = useReady();
  const may = useMay("data.reveal");
  const { state, show, hide } = useRevealed(ask);
  if (seen === "hidden") return <span className="font-sans text-ink-3">{words.t(hiddenBy(restricted))}</span>;
  if (seen === "shown" || !may) return number;
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {/* The region is there before the digits are, so that they are read out once, and never again by the countdown. */}
      <span role={state.kind === "idle" ? undefined : "status"}>
        {state.kind === "shown" ? state.value : number}
        {state.kind === "hid" ? <span className="sr-only"> {words.t("reveal.hidden")}</span> : null}
      </span>
      {state.kind === "shown" ? <Countdown until={state.until} over={hide} /> : null}
      <button
        type="button"
        disabled={!ready || state.kind === "busy"}
        aria-label={words.t(state.kind === "shown" ? "reveal.hide.label" : "reveal.show.label", { what: name })}
        className="font-sans text-[12.5px] font-semibold text-pine underline-offset-3 hover:underline disabled:opacity-55"
        onClick={state.kind === "shown" ? hide : show}
      >
        {words.t(state.kind === "shown" ? "action.hide" : "action.show")}
      </button>
      {state.kind === "shown" && state.left <= FEW ? (
        <span className="font-sans text-[12.5px] text-ink-2">{words.t("reveal.left", { count: state.left })}</span>
      ) : null}
      {state.kind === "failed" ? (
        <span role="alert" className="basis-full font-sans text-[12.5px] whitespace-normal text-brick">
          <FailureSentence error={state.error} />
        </span>
      ) : null}
    </span>
  );
}

/** Told when so few are left within the hour. */
const FEW = 10;

type State =
  | { readonly kind: "idle" | "busy" | "hid" }
  | { readonly kind: "shown"; readonly value: string; readonly until: number; readonly left: number }
  | { readonly kind: "failed"; readonly error: unknown };

/** Why a value is hidden: nobody is sent to a profile that hides nothing. */
export function hiddenBy(restricted: boolean): "holds.tag.restriction" | "seen.hidden" {
  return restricted ? "holds.tag.restriction" : "seen.hidden";
}

function useRevealed(fetch: RevealByProps["ask"]) {
  const [state, setState] = useState<State>({ kind: "idle" });
  const purpose = usePurpose();
  const hide = useCallback(() => setState({ kind: "hid" }), []);
  const ask = async (refused: unknown): Promise<void> => {
    const why = await purpose.ask(refused);
    if (why === null) return setState({ kind: "idle" });
    setState({ kind: "busy" });
    try {
      const { value, seconds, left } = await fetch(why);
      // Whoever has looked away meanwhile is shown nothing.
      if (document.hidden) setState({ kind: "hid" });
      else setState({ kind: "shown", value, left, until: Date.now() + seconds * 1000 });
    } catch (error) {
      // The only input somebody typed is the purpose: it is asked again, with what is wrong with it.
      if (failureOf(error).code === "bad-input") return ask(error);
      setState({ kind: "failed", error });
    }
  };
  useHiding(state.kind === "shown", hide);
  return { state, hide, show: () => void ask(null) };
}

/** Seconds to go, for the eye alone. */
function Countdown({ until, over }: { until: number; over: () => void }) {
  const words = useWords();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const left = Math.ceil((until - now) / 1000);
  useEffect(() => {
    if (left <= 0) over();
  }, [left, over]);
  return (
    <span aria-hidden="true" className="text-[12.5px] text-ink-3 tabular-nums">
      {words.t("reveal.seconds", { count: Math.max(0, left) })}
    </span>
  );
}

"use client";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "./button.tsx";
import { Refusal } from "./failure.tsx";
import { useWords } from "./use-words.tsx";

/** What is done with a choice stands beside it, not over it. Opening moves the focus to its heading, Escape closes it, and closing gives it back. */
export function Panel({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <section
      aria-label={title}
      className="order-first rounded-lg border border-line bg-sheet p-3.5 lg:sticky lg:top-4 lg:order-none"
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <h2 ref={heading} tabIndex={-1} className="mb-1 break-words outline-none">
        {title}
      </h2>
      {children}
    </section>
  );
}

interface PanelEndProps {
  readonly drop: { readonly mutate: () => void; readonly isPending: boolean; readonly error: unknown };
  /** A verb: what pressing it does. */
  readonly label: string;
  readonly children?: ReactNode;
}

/** Below the form of what is there already: what is known of it, and the way to take it away. */
export function PanelEnd({ drop, label, children }: PanelEndProps) {
  const words = useWords();
  return (
    <div className="mt-4 grid gap-2 border-t border-line pt-3">
      {children}
      <Button kind="danger-line" disabled={drop.isPending} onClick={() => drop.mutate()}>
        {drop.isPending ? words.t("form.busy") : label}
      </Button>
      <Refusal error={drop.error} />
    </div>
  );
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[fit-content(50%)_minmax(0,1fr)] gap-x-3 gap-y-1.5">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="text-right tabular-nums">{children}</dd>
    </>
  );
}

import type { ReactNode } from "react";

export type Tone = "plain" | "ok" | "warn" | "bad" | "info";

const TONES: Record<Tone, string> = {
  plain: "bg-sunken text-ink-2",
  ok: "bg-moss-soft text-moss",
  warn: "bg-amber-soft text-amber",
  bad: "bg-brick-soft text-brick",
  info: "bg-slate-soft text-slate",
};

/** A word with a colour; never a colour alone. */
export function Tag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-sm px-[7px] text-[11.5px] leading-5 font-semibold whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}

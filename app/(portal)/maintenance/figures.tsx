"use client";
import { Fragment } from "react";
import type { HealthResult } from "#server/domain/health.ts";
import { bytes } from "../../_ui/bytes.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import { localTime } from "./local-time.ts";

/** The figures of a check in one line, each with its word. */
export function Figures({ figures }: { figures: HealthResult["figures"] }) {
  const words = useWords();
  const shown = Object.entries(figures).filter(([, value]) => value !== null);
  return (
    <span className="text-[12.5px] text-ink-2">
      {shown.map(([name, value], i) => (
        <Fragment key={name}>
          {i > 0 ? " · " : ""}
          <span className="whitespace-nowrap">
            {words.known(`health.figure.${name}`) ?? name}{" "}
            <span className="font-mono tabular-nums text-ink">{figureText(name, value ?? "", words)}</span>
          </span>
        </Fragment>
      ))}
    </span>
  );
}

function figureText(name: string, value: number | string, words: Words): string {
  if (typeof value === "string") return /^\d{4}-\d{2}-\d{2}T/.test(value) ? localTime(new Date(value)) : value;
  if (/bytes$/i.test(name)) return bytes(value, words);
  if (/Seconds$/.test(name)) return `${words.number(value)} s`;
  if (/Minutes$/.test(name)) return `${words.number(value)} min`;
  return words.number(value);
}

"use client";
import { useEffect, useRef } from "react";
import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { Tag, type Tone } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import { categoryKey } from "./category-key.ts";
import type { Draft, FilterView } from "./filters-page.tsx";

type Tried = inferRouterOutputs<AppRouter>["gate"]["try"];
type TriedFrame = Tried["frames"][number];

interface TrySheetProps {
  readonly view: FilterView;
  /** Rules that are not saved yet; null: those that hold. */
  readonly draft: Draft | null;
}

/** Lines pasted by somebody, and what would become of each by what holds now, or would. Nothing of them is kept. */
export function TrySheet({ view, draft }: TrySheetProps) {
  const words = useWords();
  const attempt = useAct(api.gate.try.mutate);
  const sample = useRef<HTMLTextAreaElement>(null);
  const asked = useRef(draft);
  useEffect(() => {
    if (draft === asked.current) return;
    asked.current = draft;
    attempt.reset();
    if (draft === null) return;
    sample.current?.focus();
    if (sample.current?.value.trim()) sample.current.form?.requestSubmit();
  }, [draft, attempt]);
  if (view.sources.length === 0) return null;
  return (
    <Sheet title={words.t("gate.try")} padded>
      <p className="max-w-3xl text-ink-2">{words.t("gate.try.help")}</p>
      {draft === null ? null : (
        <p role="status" className="mt-2 max-w-3xl rounded-md bg-amber-soft px-3 py-2">
          {words.t("gate.try.draft")}
        </p>
      )}
      <div className="max-w-3xl">
        <Form
          submit={words.t("gate.try.do")}
          busy={attempt.isPending}
          error={attempt.error}
          send={(fields) =>
            attempt.mutate({
              sourceId: Number(fields.text("source")),
              sample: fields.raw("sample"),
              ...(draft === null ? {} : { filter: draft }),
            })
          }
        >
          <SelectField id="try-source" name="source" label={words.t("gate.try.source")}>
            {view.sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <div className="grid gap-1">
            <label htmlFor="try-sample" className="text-[12px] font-semibold text-ink-2">
              {words.t("gate.try.sample")}
            </label>
            <textarea
              ref={sample}
              id="try-sample"
              name="sample"
              rows={5}
              required
              maxLength={65_536}
              spellCheck={false}
              autoComplete="off"
              className="block w-full min-w-0 rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[12.5px] text-ink"
            />
          </div>
        </Form>
      </div>
      <div aria-live="polite">
        {attempt.data === undefined ? null : (
          <Outcome tried={attempt.data} rules={draft === null ? view.rules : numbered(draft)} />
        )}
      </div>
    </Sheet>
  );
}

const TONES: Readonly<Record<TriedFrame["became"], Tone>> = {
  taken: "plain",
  "left-out": "warn",
  shielded: "ok",
  struck: "ok",
  "no-call": "plain",
  undefined: "info",
};

type Named = readonly { readonly id: number; readonly name: string }[];

/** A rule that is not kept yet has no id: what is tried goes by its place. */
function numbered({ rules }: Draft): Named {
  return rules.map(({ name }, at) => ({ id: at + 1, name }));
}

function Outcome({ tried, rules }: { tried: Tried; rules: Named }) {
  const words = useWords();
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="w-full">
        <caption className="sr-only">{words.t("gate.try.outcome")}</caption>
        <thead className="text-left text-[11.5px] text-ink-3">
          <tr>
            {(["line", "began", "extension", "direction", "became"] as const).map((one) => (
              <th key={one} scope="col" className="py-1.5 pr-3 font-semibold">
                {words.t(`gate.try.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tried.frames.map((frame) => (
            <Row key={frame.line} frame={frame} rules={rules} />
          ))}
        </tbody>
      </table>
      {tried.cut ? <p className="mt-2 text-ink-2">{words.t("gate.try.cut", { count: tried.frames.length })}</p> : null}
    </div>
  );
}

function Row({ frame, rules }: { frame: TriedFrame; rules: Named }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-1.5 pr-3 text-left font-normal tabular-nums">
        {frame.line}
      </th>
      <td className="py-1.5 pr-3 font-mono text-[12.5px] whitespace-nowrap tabular-nums">
        {frame.startedAt === null ? "–" : shortTime(frame.startedAt, zone)}
      </td>
      <td className="py-1.5 pr-3 font-mono text-[12.5px]">{frame.extension ?? "–"}</td>
      <td className="py-1.5 pr-3">{frame.direction === null ? "–" : words.t(`gate.direction.${frame.direction}`)}</td>
      <td className="py-1.5">
        <Tag tone={TONES[frame.became]}>{words.t(`gate.became.${frame.became}`)}</Tag> {whyOf(frame, rules, words)}
      </td>
    </tr>
  );
}

function whyOf(frame: TriedFrame, rules: Named, words: ReturnType<typeof useWords>): string {
  if (frame.category !== null) return words.t(categoryKey(frame.category));
  if (frame.rule === null) return "";
  if (frame.rule === 0) return words.t("gate.others.leave-out");
  return rules.find((rule) => rule.id === frame.rule)?.name ?? "";
}

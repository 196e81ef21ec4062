"use client";
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
import type { FilterView } from "./filters-page.tsx";

type Tried = inferRouterOutputs<AppRouter>["gate"]["try"];
type TriedFrame = Tried["frames"][number];

/** Lines pasted by somebody, and what would become of each by what holds now. Nothing of them is kept. */
export function TrySheet({ view }: { view: FilterView }) {
  const words = useWords();
  const attempt = useAct(api.gate.try.mutate);
  if (view.sources.length === 0) return null;
  return (
    <Sheet title={words.t("gate.try")} padded>
      <p className="max-w-3xl text-ink-2">{words.t("gate.try.help")}</p>
      <div className="max-w-3xl">
        <Form
          submit={words.t("gate.try.do")}
          busy={attempt.isPending}
          error={attempt.error}
          send={(fields) => attempt.mutate({ sourceId: Number(fields.text("source")), sample: fields.raw("sample") })}
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
      <div aria-live="polite">{attempt.data === undefined ? null : <Outcome tried={attempt.data} view={view} />}</div>
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

function Outcome({ tried, view }: { tried: Tried; view: FilterView }) {
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
            <Row key={frame.line} frame={frame} view={view} />
          ))}
        </tbody>
      </table>
      {tried.cut ? <p className="mt-2 text-ink-2">{words.t("gate.try.cut", { count: tried.frames.length })}</p> : null}
    </div>
  );
}

function Row({ frame, view }: { frame: TriedFrame; view: FilterView }) {
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
        <Tag tone={TONES[frame.became]}>{words.t(`gate.became.${frame.became}`)}</Tag> {whyOf(frame, view, words)}
      </td>
    </tr>
  );
}

function whyOf(frame: TriedFrame, view: FilterView, words: ReturnType<typeof useWords>): string {
  if (frame.category !== null) return words.t(categoryKey(frame.category));
  if (frame.rule === null) return "";
  if (frame.rule === 0) return words.t("gate.others.leave-out");
  return view.rules.find((rule) => rule.id === frame.rule)?.name ?? "";
}

"use client";
import { CheckField, SelectField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FormPart } from "./form-part.ts";
import { type TimePart, withPart } from "./layout-draft.ts";
import { WordFields } from "./word-fields.tsx";

const DAY_FORMATS = ["dmy", "mdy", "ymd"] as const;
const STAMP_FORMATS = [...DAY_FORMATS, "iso", "epoch", "epoch-ms", "h323"] as const;
const LENGTHS = ["seconds", "clock", "minutes", "tenths", "milliseconds", "hhmmss", "hmmt"] as const;

/** How the columns that were chosen are written; nothing is asked of what no column is. */
export function FactFields({ draft, change }: FormPart) {
  const words = useWords();
  const { time = [], duration, ring, direction, disposition } = draft;
  const [first] = time;
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-2 font-semibold">{words.t("layouts.formats")}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {first === undefined ? null : (
          <TimeFields part={first} set={(part) => change(withPart(draft, "time", [part, ...time.slice(1)]))} />
        )}
        {duration === undefined ? null : (
          <LengthField
            id="layout-duration"
            label={words.t("layouts.duration.format")}
            value={duration.format}
            set={(format) => change(withPart(draft, "duration", { ...duration, format }))}
          />
        )}
        {ring === undefined ? null : (
          <LengthField
            id="layout-ring"
            label={words.t("layouts.ring.format")}
            value={ring.format}
            set={(format) => change(withPart(draft, "ring", { ...ring, format }))}
          />
        )}
      </div>
      {duration === undefined ? null : (
        <CheckField
          id="layout-blank"
          label={words.t("layouts.duration.blank")}
          checked={duration.blank === "zero"}
          onChange={(event) => {
            const { blank: _, ...rest } = duration;
            change(withPart(draft, "duration", event.target.checked ? { ...rest, blank: "zero" } : rest));
          }}
        />
      )}
      <WordFields
        title="layouts.words.direction"
        label="layouts.words"
        meanings={["in", "out", "internal"]}
        rules={direction?.rules ?? []}
        set={(rules) => change(withPart(draft, "direction", { ...direction, rules }))}
      />
      <CheckField
        id="layout-sides"
        label={words.t("layouts.sides")}
        checked={direction?.["by sides"] === true}
        onChange={(event) => change(withPart(draft, "direction", { ...direction, "by sides": event.target.checked }))}
      />
      <WordFields
        title="layouts.words.outcome"
        label="layouts.words"
        meanings={["answered", "no-answer", "busy", "failed"]}
        rules={disposition?.rules ?? []}
        set={(rules) => change(withPart(draft, "disposition", { ...disposition, rules }))}
      />
      <CheckField
        id="layout-by-duration"
        label={words.t("layouts.byDuration")}
        checked={disposition?.["by duration"] === true}
        onChange={(event) =>
          change(withPart(draft, "disposition", { ...disposition, "by duration": event.target.checked }))
        }
      />
    </fieldset>
  );
}

function TimeFields({ part, set }: { part: TimePart; set: (part: TimePart) => void }) {
  const words = useWords();
  const formats: readonly (typeof STAMP_FORMATS)[number][] = part.stamp === undefined ? DAY_FORMATS : STAMP_FORMATS;
  return (
    <>
      <SelectField
        id="layout-time-format"
        label={words.t("layouts.time.format")}
        value={part.format}
        onChange={(event) => set({ ...part, format: event.target.value })}
      >
        {formats.map((format) => (
          <option key={format} value={format}>
            {words.t(`layouts.time.${format}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="layout-time-of"
        label={words.t("layouts.time.of")}
        value={part.of}
        onChange={(event) => set({ ...part, of: event.target.value === "end" ? "end" : "start" })}
      >
        {(["start", "end"] as const).map((of) => (
          <option key={of} value={of}>
            {words.t(`layouts.time.${of}`)}
          </option>
        ))}
      </SelectField>
      <SelectField
        id="layout-zone"
        label={words.t("layouts.zone")}
        value={part.zone ?? "site"}
        onChange={(event) => set({ ...part, zone: event.target.value === "utc" ? "utc" : "site" })}
      >
        {(["site", "utc"] as const).map((zone) => (
          <option key={zone} value={zone}>
            {words.t(`layouts.zone.${zone}`)}
          </option>
        ))}
      </SelectField>
    </>
  );
}

function LengthField({
  id,
  label,
  value,
  set,
}: {
  id: string;
  label: string;
  value: string;
  set: (format: string) => void;
}) {
  const words = useWords();
  return (
    <SelectField id={id} label={label} value={value} onChange={(event) => set(event.target.value)}>
      {LENGTHS.map((format) => (
        <option key={format} value={format}>
          {words.t(`layouts.length.${format}`)}
        </option>
      ))}
    </SelectField>
  );
}

"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { SelectField, TextField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { ErasurePreview } from "./erase-facts.tsx";

interface EraseFormProps {
  readonly preview: ErasurePreview;
  readonly close: () => void;
  readonly request: (input: {
    selectionId: string;
    reason: string;
    typedCount: number;
    othersElsewhere: boolean;
    graceMinutes: number;
  }) => void;
  readonly busy: boolean;
  readonly error: unknown;
}

const GRACES = [15, 0, 60, 1440] as const;

/** The reason goes on the certificate; the typed count shows that the person saw how much it is. */
export function EraseForm({ preview, close, request, busy, error }: EraseFormProps) {
  const words = useWords();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [elsewhere, setElsewhere] = useState(false);
  const [grace, setGrace] = useState<number>(GRACES[0]);
  const ready = reason.trim().length >= 3 && Number(typed.replace(/\s/g, "")) === preview.rows && preview.rows > 0;
  const wrongCount = typed !== "" && Number(typed.replace(/\s/g, "")) !== preview.rows;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready)
      request({
        selectionId: preview.selectionId,
        reason: reason.trim(),
        typedCount: preview.rows,
        othersElsewhere: elsewhere,
        graceMinutes: grace,
      });
  };
  return (
    <form onSubmit={submit} className="mt-3 grid gap-3">
      <Others preview={preview} elsewhere={elsewhere} setElsewhere={setElsewhere} />
      <TextField
        id="erase-reason"
        label={words.t("erase.reason")}
        help={words.t("erase.reason.help")}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
      <SelectField
        id="erase-grace"
        label={words.t("erase.grace")}
        help={grace === 0 ? words.t("erase.grace.none.help") : words.t("erase.grace.help")}
        value={grace}
        onChange={(event) => setGrace(Number(event.target.value))}
      >
        {GRACES.map((minutes) => (
          <option key={minutes} value={minutes}>
            {words.t(`erase.grace.${minutes}`)}
          </option>
        ))}
      </SelectField>
      <TextField
        id="erase-count"
        label={words.t("erase.count", { rows: words.number(preview.rows) })}
        inputMode="numeric"
        autoComplete="off"
        placeholder={words.t("erase.count.placeholder")}
        value={typed}
        fault={wrongCount ? words.t("erase.count.wrong", { rows: words.number(preview.rows) }) : null}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Refusal error={error} />
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={close}>{words.t("action.cancel")}</Button>
        <Button type="submit" kind="danger" disabled={!ready || busy}>
          {words.t(preview.second.length === 0 ? "erase.submit" : "erasure.ask", { count: preview.rows })}
        </Button>
      </div>
    </form>
  );
}

/** The same person's other identifiers in these calls go with the calls; elsewhere only when asked for. */
function Others({
  preview,
  elsewhere,
  setElsewhere,
}: {
  preview: ErasurePreview;
  elsewhere: boolean;
  setElsewhere: (value: boolean) => void;
}) {
  const words = useWords();
  if (preview.others.length === 0) return null;
  const more = preview.others.reduce((sum, other) => sum + other.rowsElsewhere, 0);
  return (
    <div className="grid gap-1.5">
      <p className="font-semibold">{words.t("erase.others")}</p>
      <ul className="grid gap-1">
        {preview.others.map((other) => (
          <li key={`${other.role} ${other.class} ${other.number}`} className="flex justify-between gap-3">
            <span>
              <span className="font-mono text-[13px]">{other.number}</span>{" "}
              <span className="text-ink-2">{words.t(`class.${other.class}`)}</span>
            </span>
            <span className="tabular-nums">
              {words.t("erase.others.rows", { here: other.rowsHere, elsewhere: other.rowsElsewhere })}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <label className="grid grid-cols-[auto_1fr] gap-x-2">
          <input
            type="checkbox"
            className="mt-0.5 size-4"
            checked={elsewhere}
            onChange={(event) => setElsewhere(event.target.checked)}
          />
          {words.t("erase.others.elsewhere", { count: more })}
        </label>
      ) : null}
    </div>
  );
}

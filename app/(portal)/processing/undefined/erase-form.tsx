"use client";
import { api } from "../../../_trpc/client.ts";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { UndefinedDay } from "./views.ts";

interface EraseFormProps {
  readonly day: UndefinedDay;
  readonly name: string;
  /** Chosen lines; empty = all of the day. */
  readonly ids: readonly string[];
  readonly close: () => void;
  readonly changed: () => void;
}

/** Erases chosen lines, or a day's of a source: what goes, what stays, why, and the count typed by hand. */
export function EraseForm({ day, name, ids, close, changed }: EraseFormProps) {
  const words = useWords();
  const { sourceId } = day;
  const lines = ids.length === 0 ? day.lines : ids.length;
  const what = ids.length === 0 ? { sourceId, day: day.day } : { ids: [...ids] };
  const erase = useAct(
    ({ reason, expected }: { reason: string; expected: number }) =>
      api.undefined.erase.mutate({ what, expected, reason }),
    {
      onSuccess: () => {
        close();
        changed();
      },
      onError: changed,
    },
  );
  return (
    <Form
      kind="danger"
      submit={words.t("undefined.erase.submit", { count: lines })}
      busy={erase.isPending}
      error={erase.error}
      close={close}
      send={(fields) => erase.mutate({ reason: fields.text("reason"), expected: fields.number("expected") ?? 0 })}
    >
      <p>{words.t("undefined.erase.what", { count: lines, day: day.day, name })}</p>
      <p className="text-ink-2">{words.t("undefined.erase.help")}</p>
      <ReasonField id="undefined-reason" />
      <TextField
        id="undefined-count"
        name="expected"
        label={words.t("undefined.erase.count", { count: lines })}
        wrong={words.t("undefined.erase.count", { count: lines })}
        inputMode="numeric"
        autoComplete="off"
        pattern={String(lines)}
        required
      />
    </Form>
  );
}

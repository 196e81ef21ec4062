"use client";
import type { Seen, Sight } from "#server/domain/sight.ts";
import { SelectField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { CHOSEN_FIELDS, type ChosenField } from "./profile-view.ts";

const CHOICES = ["shown", "masked", "hidden"] as const satisfies readonly Seen[];
const DIGITS = [2, 4, 6, 8, "all"] as const;
const RANK: Readonly<Record<Seen, number>> = { shown: 0, masked: 1, hidden: 2 };

interface SightFieldsProps {
  readonly id: string;
  readonly title: string;
  readonly sight: Sight;
  /** Nobody gives more than they see themselves by any door. */
  readonly widest: Sight;
  readonly change: (sight: Sight) => void;
  /** In files nobody in a private call is shown. */
  readonly files?: boolean;
}

/** How each field is seen, on screen or in files. */
export function SightFields({ id, title, sight, widest, change, files = false }: SightFieldsProps) {
  const words = useWords();
  const least = (field: ChosenField) => Math.max(RANK[widest[field]], files && field === "private" ? RANK.masked : 0);
  const set = (field: ChosenField, seen: Seen) => {
    const next = { ...sight, [field]: seen };
    // The day of birth is part of the whole number: it is never hidden more than that is.
    if (field === "ssn" && RANK[next.ssn_truncated] > RANK[seen]) next.ssn_truncated = seen;
    if (field === "ssn_truncated" && RANK[next.ssn] < RANK[seen]) next.ssn = seen;
    change(next);
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-[12px] font-semibold text-ink-2">{title}</legend>
      {CHOSEN_FIELDS.map((field) => (
        <div key={field} className="grid grid-cols-[minmax(0,1fr)_130px] items-center gap-2">
          <label htmlFor={`${id}-${field}`}>{words.t(`field.${field}`)}</label>
          <select
            id={`${id}-${field}`}
            className="block w-full min-w-0 min-h-8 rounded-md border border-edge bg-sheet px-[9px] py-1 text-ink"
            value={sight[field]}
            onChange={(event) => set(field, CHOICES.find((seen) => seen === event.target.value) ?? "hidden")}
          >
            {CHOICES.map((seen) => (
              <option key={seen} value={seen} disabled={RANK[seen] < least(field)}>
                {words.t(`seen.choice.${seen}`)}
              </option>
            ))}
          </select>
        </div>
      ))}
      {files ? <p className="text-[12.5px] text-ink-2">{words.t("field.private.files")}</p> : null}
      <SelectField
        id={`${id}-digits`}
        label={words.t("profiles.maskDigits")}
        help={words.t("profiles.maskDigits.help")}
        value={String(sight.maskDigits)}
        onChange={(event) =>
          change({ ...sight, maskDigits: DIGITS.find((count) => String(count) === event.target.value) ?? "all" })
        }
      >
        {[...new Set<Sight["maskDigits"]>([...DIGITS, sight.maskDigits])].map((count) => (
          <option key={count} value={String(count)}>
            {count === "all" ? words.t("profiles.maskDigits.all") : words.t("profiles.maskDigits.last", { count })}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}

"use client";
import { SelectField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { RecipientView } from "./desk.ts";
import { kindTitle } from "./kind-title.ts";

type Scope = RecipientView["scope"];
const SCOPES: readonly Scope[] = ["all", "guards", "kinds"];

interface ScopeProps {
  /** Kinds that may be chosen. */
  readonly offered: readonly string[];
  readonly scope: Scope;
  readonly choose: (scope: Scope) => void;
  readonly kinds: ReadonlySet<string>;
  readonly chooseKinds: (kinds: ReadonlySet<string>) => void;
}

/** Which alarms are told. */
export function ScopeFields({ offered, scope, choose, kinds, chooseKinds }: ScopeProps) {
  const words = useWords();
  const toggle = (kind: string) =>
    chooseKinds(new Set(kinds.has(kind) ? [...kinds].filter((one) => one !== kind) : [...kinds, kind]));
  return (
    <>
      <SelectField
        id="recipient-scope"
        label={words.t("alarms.field.scope")}
        value={scope}
        onChange={(event) => choose(SCOPES.find((one) => one === event.target.value) ?? scope)}
      >
        {SCOPES.map((one) => (
          <option key={one} value={one}>
            {words.t(`alarms.scope.${one}`)}
          </option>
        ))}
      </SelectField>
      {scope === "kinds" ? (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-semibold">{words.t("alarms.field.kinds")}</legend>
          <div className="grid max-h-64 gap-0.5 overflow-y-auto">
            {offered.map((kind) => (
              <label key={kind} className="flex min-h-7 items-center gap-2">
                <input
                  type="checkbox"
                  name="kinds"
                  value={kind}
                  className="size-4"
                  checked={kinds.has(kind)}
                  onChange={() => toggle(kind)}
                />
                {kindTitle(kind, words)}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}

"use client";
import type { inferRouterOutputs } from "@trpc/server";
import type { ChangeEventHandler } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { ServerSentence } from "./failure.tsx";
import { SelectField, TextField } from "./field.tsx";
import { useWords } from "./use-words.tsx";

export type DriverView = inferRouterOutputs<AppRouter>["sources"]["drivers"][number];

interface DriverOptionProps {
  readonly option: DriverView["options"][number];
  readonly id: string;
  /** Of a form that is sent as it stands: with `defaultValue`; else `value` and `onChange`. */
  readonly name?: string;
  readonly defaultValue?: string;
  readonly value?: string;
  readonly onChange?: ChangeEventHandler<HTMLInputElement | HTMLSelectElement>;
}

/** One thing a driver is told: typed, or chosen where it has only some values. */
export function DriverOption({ option, ...rest }: DriverOptionProps) {
  const words = useWords();
  const field = {
    ...rest,
    label: words.t("sources.option", { name: option.name }),
    help: <ServerSentence text={option.help} />,
  };
  if (option.values === undefined) return <TextField {...field} placeholder={option.default} />;
  return (
    <SelectField {...field}>
      <option value="">{option.default ?? words.t("sources.option.none")}</option>
      {option.values
        .filter((choice) => choice !== option.default && choice.trim() !== "")
        .map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
    </SelectField>
  );
}

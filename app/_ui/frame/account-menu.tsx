"use client";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { signOut } from "../sign-in-calls.ts";
import { useWords } from "../use-words.tsx";
import { useViewer } from "../viewer.tsx";
import { LANGUAGES, type Language } from "../words.ts";
import { chooseLanguage, chooseTheme, themeNow } from "./choices.ts";

const LANGUAGE_NAMES: Record<Language, string> = { sv: "Svenska", en: "English" };
const THEMES = ["system", "light", "dark"] as const;

/** Language, theme and sign-out, in a popover of the browser's own: it closes by Escape and by a click beside it. */
export function AccountMenu() {
  const words = useWords();
  const viewer = useViewer();
  const router = useRouter();
  const id = useId();
  const ROW = "flex min-h-8 w-full items-center rounded-md px-2 text-left hover:bg-sunken";
  return (
    <div className="relative">
      <button
        type="button"
        popoverTarget={id}
        className="min-h-8 rounded-md border border-line bg-sheet px-2.5 font-semibold text-ink-2"
        title={words.t("frame.account")}
      >
        <span className="sr-only">{words.t("frame.account")}: </span>
        {viewer.name}
      </button>
      <div
        id={id}
        popover="auto"
        className="popover-end w-60 rounded-lg border border-line-strong bg-sheet p-2 text-ink"
      >
        <p className="truncate px-2 py-1 text-ink-2">{viewer.email}</p>
        <Choice
          label={words.t("frame.language")}
          name="language"
          value={words.language}
          options={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
          choose={(value) => {
            chooseLanguage(value);
            router.refresh();
          }}
        />
        <Choice
          label={words.t("frame.theme")}
          name="theme"
          value={null}
          options={THEMES.map((theme) => ({ value: theme, label: words.t(`frame.theme.${theme}`) }))}
          choose={chooseTheme}
        />
        <button
          type="button"
          className={`${ROW} mt-1 border-t border-line pt-1 font-semibold`}
          onClick={() => void signOut()}
        >
          {words.t("frame.signOut")}
        </button>
      </div>
    </div>
  );
}

function Choice<T extends string>(props: {
  label: string;
  name: string;
  value: T | null;
  options: readonly { value: T; label: string }[];
  choose: (value: T) => void;
}) {
  return (
    <fieldset className="px-2 py-1">
      <legend className="mb-1 text-[12px] font-semibold text-ink-2">{props.label}</legend>
      <div className="flex gap-1">
        {props.options.map((option) => (
          <label
            key={option.value}
            className="flex flex-1 cursor-pointer items-center justify-center rounded-md border border-line px-1.5 py-1 text-[12.5px] has-checked:border-pine has-checked:bg-pine-soft has-checked:font-semibold has-checked:text-pine has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-pine"
          >
            <input
              type="radio"
              name={props.name}
              className="sr-only"
              defaultChecked={option.value === (props.value ?? themeNow())}
              onChange={() => props.choose(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

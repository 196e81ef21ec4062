"use client";
import { CheckField, SelectField, TextField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { FormPart } from "./form-part.ts";
import { elementOf, KINDS, type Kind, type LayoutDraft, withPart } from "./layout-draft.ts";

const DELIMITERS = ["comma", "semicolon", "tab", "pipe"] as const;
const CHARSETS = ["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "cp437", "cp850", "utf-16le"] as const;
const FRAMINGS = {
  delimited: ["line", "quoted-line", "nul", "stx-etx", "length"],
  "fixed-position": ["line", "nul", "stx-etx", "length"],
  json: ["json", "line", "nul"],
  xml: [],
} as const satisfies Record<Kind, readonly string[]>;

/** How records are kept apart, and their columns. */
export function ShapeFields({ draft, change }: FormPart) {
  const words = useWords();
  const { kind, size } = draft;
  const isColumns = kind === "delimited";
  const set = <K extends keyof LayoutDraft & string>(key: K, value: LayoutDraft[K]) =>
    change(withPart(draft, key, value));
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-2 font-semibold">{words.t("layouts.lines")}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          id="layout-kind"
          label={words.t("layouts.kind")}
          value={kind}
          onChange={(event) => change(withKind(draft, event.target.value as Kind))}
        >
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {words.t(`layouts.kind.${one}`)}
            </option>
          ))}
        </SelectField>
        {isColumns ? <Delimiter draft={draft} set={(sign) => set("delimiter", sign)} /> : null}
        {kind === "xml" ? (
          <TextField
            id="layout-element"
            label={words.t("layouts.element")}
            value={elementOf(draft)}
            onChange={(event) => set("framing", { xml: event.target.value.trim() })}
          />
        ) : (
          <FramingField draft={draft} set={(framing) => set("framing", framing)} />
        )}
        <SelectField
          id="layout-charset"
          label={words.t("layouts.charset")}
          value={draft.charset ?? "auto"}
          onChange={(event) => set("charset", event.target.value === "auto" ? undefined : event.target.value)}
        >
          <option value="auto">{words.t("layouts.charset.auto")}</option>
          {CHARSETS.map((charset) => (
            <option key={charset} value={charset}>
              {charset}
            </option>
          ))}
        </SelectField>
        {isColumns || kind === "fixed-position"
          ? (["from", "to"] as const).map((end) => (
              <TextField
                key={end}
                id={`layout-size-${end}`}
                label={words.t(`layouts.size.${end}`)}
                help={words.t(isColumns ? "layouts.size.help.columns" : "layouts.size.help.characters")}
                type="number"
                min={1}
                max={60_000}
                value={size?.[end] ?? ""}
                onChange={(event) => set("size", sizeWith(size, end, Number(event.target.value)))}
              />
            ))
          : null}
      </div>
      {isColumns ? (
        <>
          <CheckField
            id="layout-quotes"
            label={words.t("layouts.quotes")}
            checked={draft.quotes ?? true}
            onChange={(event) => set("quotes", event.target.checked ? undefined : false)}
          />
          <CheckField
            id="layout-header"
            label={words.t("layouts.header")}
            help={words.t("layouts.header.help")}
            checked={draft.header ?? false}
            onChange={(event) => set("header", event.target.checked ? true : undefined)}
          />
        </>
      ) : null}
    </fieldset>
  );
}

function Delimiter({ draft, set }: { draft: LayoutDraft; set: (sign: string) => void }) {
  const words = useWords();
  const { delimiter = "comma" } = draft;
  const signs = ["^", "~", "!", "#", "/", ":", " "];
  const others =
    DELIMITERS.some((known) => known === delimiter) || signs.includes(delimiter) ? signs : [delimiter, ...signs];
  return (
    <SelectField
      id="layout-delimiter"
      label={words.t("layouts.delimiter")}
      value={delimiter}
      onChange={(event) => set(event.target.value)}
    >
      {DELIMITERS.map((one) => (
        <option key={one} value={one}>
          {words.t(`layouts.delimiter.${one}`)}
        </option>
      ))}
      {others.map((sign) => (
        <option key={sign} value={sign}>
          {words.t("layouts.delimiter.other", { sign: sign === " " ? "␠" : sign })}
        </option>
      ))}
    </SelectField>
  );
}

function FramingField({ draft, set }: { draft: LayoutDraft; set: (framing: string | undefined) => void }) {
  const words = useWords();
  const { kind, framing } = draft;
  const usual = kind === "json" ? "json" : "line";
  const value = typeof framing === "string" ? framing : framing === undefined ? usual : "fixed";
  return (
    <SelectField
      id="layout-framing"
      label={words.t("layouts.framing")}
      value={value}
      onChange={(event) => set(event.target.value === usual ? undefined : event.target.value)}
    >
      {FRAMINGS[kind].map((one) => (
        <option key={one} value={one}>
          {words.t(`layouts.framing.${one}`)}
        </option>
      ))}
      {value === "fixed" ? (
        <option value="fixed">
          {words.t("layouts.framing.fixed", { count: Number(Reflect.get(Object(framing), "fixed")) || 0 })}
        </option>
      ) : null}
    </SelectField>
  );
}

/** Another kind has other places: what is placed stays to be placed anew, what is only of the old kind goes. */
function withKind(draft: LayoutDraft, kind: Kind): LayoutDraft {
  const { framing: _, delimiter, quotes, header, size, "continues with": __, ...rest } = draft;
  const more = Object.fromEntries(
    Object.entries({ delimiter: delimiter ?? "semicolon", quotes, header }).filter(([, value]) => value !== undefined),
  );
  return {
    ...rest,
    kind,
    ...(kind === "delimited" ? more : {}),
    ...(kind === "xml" ? { framing: { xml: "" } } : {}),
    ...(size !== undefined && kind === draft.kind ? { size } : {}),
  };
}

/** Both ends or none: an empty box takes both away. */
function sizeWith(size: LayoutDraft["size"], end: "from" | "to", value: number): LayoutDraft["size"] {
  if (!Number.isInteger(value) || value < 1) return undefined;
  const { from, to } = size ?? { from: value, to: value };
  return end === "from" ? { from: value, to: Math.max(to, value) } : { from: Math.min(from, value), to: value };
}

import { AppError } from "../../domain/app-error.ts";
import { SINGLE_BYTE_CHARSETS } from "../../domain/charsets.ts";
import type { DecodedLeg, Decoder, Driver, DriverOption, DriverOptions, Framing, Join } from "../driver.ts";
import { byWords } from "../leg-order.ts";
import { mergeLegs } from "../merge-legs.ts";
import { readCount, readOptions } from "../options.ts";
import { readingIn } from "../text.ts";
import { FIRST, LAST, layoutDecoder } from "./decode.ts";
import { checkLayout, readLayout } from "./read-layout.ts";
import type { Layout, LayoutInput } from "./schema.ts";

/** What a driver of a layout says of itself. */
export interface AboutLayout extends Pick<Driver, "id" | "title" | "formats" | "confirmed"> {
  /** `built-in`: its own. `template`: its own, unless the option `layout` gives another. A kind: the option has to give one. */
  readonly from: "built-in" | "template" | Layout["kind"];
  readonly layout?: LayoutInput;
  /** More options that choose among what the layout reads. */
  readonly adapt?: {
    readonly options: readonly DriverOption[];
    readonly layout: (options: DriverOptions) => LayoutInput;
  };
}

/** A driver that reads what its layout says (docs/drivers/layouts.md). */
export function layoutDriver(about: AboutLayout): Driver {
  const { id, title, formats, confirmed, from } = about;
  const options: readonly DriverOption[] = [
    ...(from === "built-in" ? [] : [LAYOUT_OPTION]),
    ...(about.adapt?.options ?? []),
    EXTENSION_LENGTH,
  ];
  const own = about.layout === undefined ? null : checkLayout(about.layout);
  const layoutIn = (given: DriverOptions): Layout => {
    const values = readOptions(id, options, given);
    if (values.layout !== undefined) return givenLayout(id, values.layout, from);
    if (about.adapt !== undefined) return checkLayout(about.adapt.layout(values));
    if (own !== null) return own;
    throw new AppError("bad-input", `The driver ${id} needs the option layout: docs/drivers/layouts.md says how.`);
  };
  return {
    id,
    title,
    product: "pbx",
    formats,
    framing: (given) => framingOf(layoutIn(given)),
    options,
    confirmed,
    configure(given) {
      const layout = layoutIn(given);
      const digits = readCount("extension-length", readOptions(id, options, given), 10);
      return inCharset(layout, layoutDecoder(layout, digits));
    },
    ...(own?.legs !== undefined || isKind(from) ? { join: JOIN } : {}),
  };
}

function isKind(from: AboutLayout["from"]): from is Layout["kind"] {
  return from !== "built-in" && from !== "template";
}

const LAYOUT_OPTION: DriverOption = { name: "layout", help: "The layout as JSON text (docs/drivers/layouts.md)" };
const EXTENSION_LENGTH: DriverOption = {
  name: "extension-length",
  help: "Digits of the company's extensions; without it two to five digits count as one",
};

function givenLayout(id: string, text: string, from: AboutLayout["from"]): Layout {
  const layout = readLayout(text);
  if (isKind(from) ? layout.kind !== from : layout.legs !== undefined)
    throw new AppError("bad-input", `This layout is for the driver ${layout.kind}, not for ${id}: choose that one.`);
  return layout;
}

/** Whole when the first and the last part are there; otherwise told when no more has come for five minutes. */
const JOIN: Join = {
  waitSeconds: 300,
  merge(legs, over) {
    const whole = [FIRST, LAST].every((part) => legs.some((leg) => leg.part === part));
    return legs.length > 0 && (over || whole) ? [mergeLegs(legs.toSorted(inOrder))] : null;
  },
};

/** As the call went, however they arrived: what one of them says first does not hang on the line. */
function inOrder(a: DecodedLeg, b: DecodedLeg): number {
  return a.record.startedAt.getTime() - b.record.startedAt.getTime() || rank(a) - rank(b) || byWords(a, b);
}

function rank({ part }: DecodedLeg): number {
  return part === FIRST ? 0 : part === LAST ? 2 : 1;
}

export function framingOf(layout: Layout): Framing {
  const plain = plainFraming(layout);
  return layout.charset === "utf-16le" ? { kind: "utf-16le", of: plain } : plain;
}

function plainFraming(layout: Layout): Framing {
  const { kind, framing } = layout;
  const more = layout["continues with"];
  if (more !== undefined)
    return { kind: "lines", belongs: (_before, line) => more.some((beginning) => line.startsWith(beginning)) };
  if (typeof framing === "object")
    return "fixed" in framing ? { kind: "fixed", bytes: framing.fixed } : { kind: "xml", element: framing.xml };
  switch (framing ?? (kind === "json" ? "json" : "line")) {
    case "nul":
      return { kind: "ended", by: 0 };
    case "stx-etx":
      return { kind: "enclosed", from: 2, to: 3 };
    case "length":
      return { kind: "length" };
    case "json":
      return { kind: "json" };
    // Where quotes are rare, a stray one would take whole lines with it: only who says so gets line breaks within quotes.
    case "quoted-line":
      return { kind: "line", quotes: true };
    case "line":
      return { kind: "line" };
  }
}

function inCharset(layout: Layout, decode: Decoder): Decoder {
  const charset = SINGLE_BYTE_CHARSETS.find((known) => known === layout.charset);
  if (charset === undefined) return decode;
  return (frame, context) => readingIn(charset, () => decode(frame, context));
}

import { SINGLE_BYTE_CHARSETS, type SingleByteCharset } from "../domain/charsets.ts";
import { AppError } from "../domain/app-error.ts";
import type { Driver, DriverOption, DriverOptions, Framing } from "./driver.ts";
import { readingIn } from "./text.ts";

/** An option of every source: in what its PBX writes names. */
export const CHARSET_OPTION: DriverOption = {
  name: "charset",
  help: "In what the PBX writes letters outside ASCII. auto: UTF-8 where the bytes are that, else Latin-1.",
  values: ["auto", "utf-8", ...SINGLE_BYTE_CHARSETS, "utf-16le"],
  default: "auto",
};

/**
 * The driver with the option `charset`. Offsets stay those of the frame's bytes, and of fixed columns. UTF-16 is the exception:
 * its stream is turned into UTF-8 before it is framed, and so the raw record is kept.
 */
export function withCharset(driver: Driver): Driver {
  const framing = (options: DriverOptions): Framing => {
    const { charset, rest } = apart(options);
    const plain = typeof driver.framing === "function" ? driver.framing(rest) : driver.framing;
    return charset === "utf-16le" ? inUtf16(driver, plain) : plain;
  };
  return {
    ...driver,
    options: [...driver.options, CHARSET_OPTION],
    framing,
    configure(options) {
      const { charset, rest } = apart(options);
      if (charset === "utf-16le") framing(options);
      const decode = driver.configure(rest);
      if (!isSingleByte(charset)) return decode;
      return (frame, context) => readingIn(charset, () => decode(frame, context));
    },
  };
}

function apart({ charset = "auto", ...rest }: DriverOptions): { charset: string; rest: DriverOptions } {
  if (CHARSET_OPTION.values?.includes(charset) === true) return { charset, rest };
  throw new AppError("bad-input", `The option charset is one of ${CHARSET_OPTION.values?.join(", ")}.`);
}

/** Framings that count bytes or know them by their value are not text. */
const TEXT: ReadonlySet<Framing["kind"]> = new Set(["line", "lines", "json", "xml", "sql", "document"]);

function inUtf16(driver: Driver, framing: Framing): Framing {
  if (TEXT.has(framing.kind)) return { kind: "utf-16le", of: framing };
  throw new AppError("bad-input", `${driver.title} is not written in UTF-16. Choose another charset, or auto.`);
}

function isSingleByte(charset: string): charset is SingleByteCharset {
  return SINGLE_BYTE_CHARSETS.some((known) => known === charset);
}

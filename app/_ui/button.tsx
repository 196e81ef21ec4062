import type { ButtonHTMLAttributes } from "react";

type Kind = "main" | "line" | "danger" | "danger-line" | "plain";

const LOOKS: Record<Kind, string> = {
  main: "border-transparent bg-pine text-on hover:bg-pine-2",
  line: "border-line-strong bg-sheet text-ink hover:bg-sunken",
  danger: "border-transparent bg-brick text-on hover:opacity-90",
  "danger-line": "border-brick/40 bg-sheet text-brick hover:bg-brick-soft",
  plain: "border-transparent text-pine underline-offset-3 hover:underline px-1",
};

/** One button for all pages; its label is a verb. */
export function Button({
  kind = "line",
  className = "",
  type = "button",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: Kind }) {
  return (
    <button
      type={type}
      className={`inline-flex min-h-8 items-center justify-center gap-2 rounded-md border px-3 py-1 text-[13px] font-semibold whitespace-nowrap transition-colors duration-100 disabled:opacity-55 ${LOOKS[kind]} ${className}`}
      {...rest}
    />
  );
}

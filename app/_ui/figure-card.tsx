import Link from "next/link";
import type { ReactNode } from "react";

/** One figure and what it counts; where there is more to see, the whole card leads there. */
export function FigureCard({
  big,
  text,
  href,
  children,
}: {
  big: string;
  text: string;
  href?: string;
  children?: ReactNode;
}) {
  const card = (
    <div className="h-full rounded-lg border border-line bg-sheet px-3.5 py-3">
      <p className="text-[26px] leading-tight font-[650] tracking-tight">{big}</p>
      <p className="mt-0.5 text-ink-2">
        {text} {children}
      </p>
    </div>
  );
  if (href === undefined) return card;
  return (
    <Link href={href} prefetch={false} className="rounded-lg hover:[&>div]:border-pine">
      {card}
    </Link>
  );
}

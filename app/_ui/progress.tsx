/** A bar with its words; drawn as SVG, since the page's policy allows no style attributes from the server. */
export function Progress({ done, of, label }: { done: number; of: number | null; label: string }) {
  const share = of === null || of <= 0 ? null : Math.min(1, done / of);
  return (
    <div>
      <svg
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        className="block h-1.5 w-full rounded-full bg-sunken"
        preserveAspectRatio="none"
        viewBox="0 0 100 6"
      >
        <title>{label}</title>
        <rect
          width={share === null ? 100 : share * 100}
          height="6"
          className={share === null ? "animate-pulse fill-pine-2" : "fill-pine"}
        />
      </svg>
      <p className="mt-1 text-[12.5px] text-ink-2">{label}</p>
    </div>
  );
}

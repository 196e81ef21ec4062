"use client";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { chooseGuide, guideNow } from "../frame/choices.ts";
import { useViewer } from "../viewer.tsx";

const Guide = lazy(async () => ({ default: (await import("./guide.tsx")).Guide }));

/**
 * The guide from empty to the first search, on the overview: shown until it is gone through or put away, and fetched only then.
 * Whoever put it away finds it again through the palette.
 */
export function FirstRun() {
  const viewer = useViewer();
  const [wanted, setWanted] = useState(false);
  // Its choice stands in a cookie of the browser, which the page's first drawing does not know.
  useEffect(() => setWanted(guideNow() !== "off"), []);
  const query = useQuery({
    enabled: wanted && viewer.permissions.includes("overview.see"),
    queryKey: ["first-steps"],
    queryFn: () => api.me.firstSteps.query(),
  });
  if (!wanted || query.data === undefined) return null;
  const putAway = () => {
    chooseGuide("off");
    setWanted(false);
  };
  return (
    <Suspense>
      <Guide facts={query.data} putAway={putAway} />
    </Suspense>
  );
}

import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { BoundsPage } from "./bounds-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("retention.bounds.title");

export default function Page() {
  return <BoundsPage />;
}

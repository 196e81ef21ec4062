import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { CollectedPage } from "./collected-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("collected.title");

export default function Page() {
  return <CollectedPage />;
}

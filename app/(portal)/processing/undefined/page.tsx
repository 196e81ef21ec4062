import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { UndefinedPage } from "./undefined-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.undefined.title");

export default function Page() {
  return <UndefinedPage />;
}

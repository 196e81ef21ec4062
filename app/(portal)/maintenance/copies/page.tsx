import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { InstallationCopiesPage } from "./installation-copies-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("copies.title");

export default function Page() {
  return <InstallationCopiesPage />;
}

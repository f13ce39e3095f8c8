import { NothingHere } from "@/features/shell/nothing-here";

export default function NotFound() {
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <NothingHere />
    </main>
  );
}

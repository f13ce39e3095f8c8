import { services } from "@/server/database";

export const dynamic = "force-dynamic";

/** 200 when the database answers, 503 while it does not. */
export async function GET() {
  try {
    const { db } = await services();
    await db.prisma.$queryRaw`SELECT 1`;
    return new Response("OK");
  } catch {
    return new Response("The database does not answer.", { status: 503 });
  }
}

const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

/** True for names that JavaScript gives to parts of every object: no serializer passes data under them. */
export function isReservedKey(name: string): boolean {
  return RESERVED.has(name);
}

/** An error in the form in which the SDK sends and understands it. */
export interface SerializedError {
  readonly __serialized: true;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

export function serializedError(name: string, message: string): SerializedError {
  return { __serialized: true, name, message, stack: `${name}: ${message}` };
}

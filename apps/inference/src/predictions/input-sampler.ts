/** Decides which requests' inputs are kept: the first few of each second and version, so that rare requests all are. */
export class InputSampler {
  readonly #perSecond: number;
  readonly #taken = new Map<string, number>();
  #second = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  take(modelVersionId: string, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.#second) {
      this.#taken.clear();
      this.#second = second;
    }
    const taken = this.#taken.get(modelVersionId) ?? 0;
    if (taken >= this.#perSecond) return false;
    this.#taken.set(modelVersionId, taken + 1);
    return true;
  }
}

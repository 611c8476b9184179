/** A connection may end without anybody being told: who has heard nothing for a while, or is told to be offline, is cut off. */
export class Silence {
  private timer: ReturnType<typeof setTimeout>;

  constructor(
    private readonly millis: number,
    private readonly cut: () => void,
  ) {
    this.timer = setTimeout(cut, millis);
    window.addEventListener('offline', cut);
  }

  broken(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.cut, this.millis);
  }

  end(): void {
    clearTimeout(this.timer);
    window.removeEventListener('offline', this.cut);
  }
}

/** How often something may happen. Never rejects. */
export interface RateLimit {
  /**
   * Takes one of `limit` in a window of `windowMs`. `resetMs` tells when all are available again.
   */
  take(
    key: string,
    limit: number,
    windowMs: number,
  ): Promise<{ readonly allowed: boolean; readonly resetMs: number }>
}

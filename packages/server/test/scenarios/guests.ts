/** So many people whom nobody knows yet. */
export function guests(count: number): string[] {
  return Array.from({ length: count }, (_, place) => `guest${place}`);
}

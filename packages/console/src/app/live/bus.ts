/** Tells those who listen; each listener hears every value once, in order. */
export function createBus<T>(): { tell: (value: T) => void; listen: (listener: (value: T) => void) => () => void } {
  const listeners = new Set<(value: T) => void>();
  return {
    tell(value) {
      for (const listener of Array.from(listeners)) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

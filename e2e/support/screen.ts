import type { Page } from 'playwright-core';

/** A screen of which a picture is made. */
export type Screen = {
  name: string;
  /** Whose screen it is; null: nobody is signed in. */
  as: 'ada' | 'ben' | null;
  at: string;
  /** Brings it there, and waits until it is. */
  show: (page: Page) => Promise<void>;
  wideOnly?: true;
};

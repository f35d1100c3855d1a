import { defineConfig } from 'vitest/config';

/** Logic of the console, the widget and what they share, without a browser; screens are tested in Chromium. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    environment: 'happy-dom',
    css: true,
    restoreMocks: true,
    // A browser for each file takes five times as long as all tests; none of them leaves anything behind.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'console', include: ['{console,shared}/**/*.test.{ts,tsx}'] } },
      {
        extends: true,
        oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
        test: { name: 'widget', include: ['{widget,invitation}/**/*.test.{ts,tsx}'] },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Logic of the console, the widget and what they share, without a browser; screens are tested in Chromium. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    environment: 'happy-dom',
    css: true,
    restoreMocks: true,
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

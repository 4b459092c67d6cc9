import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../assets/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows `data:` for images only; what is a file of its own can be kept for a year.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
